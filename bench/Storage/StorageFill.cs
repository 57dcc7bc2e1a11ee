using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Bench.Storage;

/// <summary>Writes conversations into a database in bulk, a message of each in turn, as if they had been written over time.</summary>
internal static class StorageFill
{
    private const string Conversations = "COPY app.conversations (owner_id, id, agent_id, title, title_is_automatic, last_seq, message_count, total_tokens, summary_seq, bytes, active_at, created_at, updated_at, archived_at) FROM STDIN (FORMAT binary)";
    private const string Messages = "COPY app.messages (owner_id, conversation_id, seq, role, status, content, tool_calls, tokens, reply_to, model, context, created_at) FROM STDIN (FORMAT binary)";
    private const string Summaries = "COPY app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at) FROM STDIN (FORMAT binary)";

    private static readonly Guid Agent = new("01900000-0000-7000-8000-0000000000a1");

    public static async Task WriteAsync(NpgsqlDataSource superuser, IReadOnlyList<StoredChat> chats, bool archived, CancellationToken ct)
    {
        await using var connection = await superuser.OpenConnectionAsync(ct);
        await RunAsync("SET session_replication_role = replica");
        await using (var rows = await connection.BeginBinaryImportAsync(Conversations, ct))
        {
            foreach (var chat in chats)
            {
                var last = chat.Messages[^1].CreatedAt;
                await WriteRowAsync(rows, chat.Owner, chat.Id, Agent, chat.Title, true, 30, 30, (long)chat.Messages.Sum(m => m.Tokens), 15, 0L,
                    last, chat.Messages[0].CreatedAt, last, archived ? last : null);
            }

            await rows.CompleteAsync(ct);
        }

        await using (var rows = await connection.BeginBinaryImportAsync(Messages, ct))
        {
            for (var i = 0; i < SampleChat.Messages; i++)
            {
                foreach (var chat in chats)
                {
                    var m = chat.Messages[i];
                    await WriteRowAsync(rows, chat.Owner, chat.Id, m.Seq, m.Role.ToString().ToLowerInvariant(), m.Status.ToString().ToLowerInvariant(), m.Content,
                        Json(m.ToolCallsJson), m.Tokens, m.ReplyTo, m.Model, Json(m.Context), m.CreatedAt);
                }
            }

            await rows.CompleteAsync(ct);
        }

        await using (var rows = await connection.BeginBinaryImportAsync(Summaries, ct))
        {
            foreach (var chat in chats)
                await WriteRowAsync(rows, chat.Owner, chat.Id, 1, 1, 15, chat.Summary, chat.SummaryTokens, "extractive", chat.Messages[^1].CreatedAt);
            await rows.CompleteAsync(ct);
        }

        await RunAsync("RESET session_replication_role");

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(ct);
        }

        async Task WriteRowAsync(NpgsqlBinaryImporter rows, params object?[] values)
        {
            await rows.StartRowAsync(ct);
            foreach (var value in values)
            {
                switch (value)
                {
                    case null: await rows.WriteNullAsync(ct); break;
                    case JsonText json: await rows.WriteAsync(json.Text, NpgsqlDbType.Jsonb, ct); break;
                    default: await rows.WriteAsync(value, ct); break;
                }
            }
        }
    }

    private static JsonText? Json(string? text) => text is null ? null : new JsonText(text);

    private sealed record JsonText(string Text);
}
