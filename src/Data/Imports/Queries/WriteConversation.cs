using System.Text.Json;
using ConversationMemory.Data.Messages.Queries;
using ConversationMemory.Data.Summaries.Queries;
using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data.Imports.Queries;

/// <summary>Which entry of whose import is written, and where to.</summary>
/// <param name="ArchiveDays">Of the policy; 0: for ever.</param>
public sealed record ImportTarget(Guid OwnerId, Guid ImportId, int Position, Guid AgentId, int TtlDays, int ArchiveDays, DateTimeOffset Now);

/// <summary>
/// Makes one imported conversation, whole, in a transaction of its own. Seqs and counters are the triggers' business, which the maintenance role may
/// get around: so nobody but an import does.
/// </summary>
public static class WriteConversation
{
    /// <returns>The conversation; null: the entry was imported already, or is not to be.</returns>
    /// <exception cref="PostgresException">Unique violation: this source was imported before. Data exception: the database cannot hold something in it.</exception>
    public static async Task<Guid?> RunAsync(MaintenanceDataSource database, ImportTarget target, ConversationRows rows, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await BeginAsync(connection, target, rows, ct) is not { } id) return null;
        await WriteMessages.RunAsync(connection, (target.OwnerId, id), rows.Messages, ct);
        await PinAsync(Command(connection, "PinMessages", target, id), rows, ct);
        await WriteSummaries.RunAsync(connection, (target.OwnerId, id), rows.Summaries, ct);
        await EndAsync(Command(connection, "EndConversation", target, id), target, rows, ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string name, ImportTarget target, Guid? conversation = null)
    {
        var command = new NpgsqlCommand(Sql.Read($"Imports/Queries/{name}"), connection);
        command.Parameters.AddWithValue("owner", target.OwnerId);
        if (conversation is { } id) command.Parameters.AddWithValue("conversation", id);
        return command;
    }

    private static async Task<Guid?> BeginAsync(NpgsqlConnection connection, ImportTarget target, ConversationRows rows, CancellationToken ct)
    {
        await using var command = Command(connection, "BeginConversation", target);
        command.Parameters.AddWithValue("import", target.ImportId);
        command.Parameters.AddWithValue("position", target.Position);
        command.Parameters.AddWithValue("outcome", rows.IsOld ? "archived" : "imported");
        command.Parameters.AddWithValue("wanted", NpgsqlDbType.Uuid, (object?)rows.Id ?? DBNull.Value);
        command.Parameters.AddWithValue("id", Guid.CreateVersion7());
        command.Parameters.AddWithValue("agent", target.AgentId);
        command.Parameters.AddWithValue("title", rows.Title);
        command.Parameters.AddWithValue("title_is_automatic", rows.TitleIsAutomatic);
        command.Parameters.AddWithValue("created_at", rows.CreatedAt.ToUniversalTime());
        command.Parameters.AddWithValue("updated_at", rows.UpdatedAt.ToUniversalTime());
        command.Parameters.AddWithValue("active_at", rows.ActiveAt.ToUniversalTime());
        command.Parameters.AddWithValue("last_seq", rows.LastSeq);
        return (Guid?)await command.ExecuteScalarAsync(ct);
    }

    private static async Task PinAsync(NpgsqlCommand command, ConversationRows rows, CancellationToken ct)
    {
        await using var owned = command;
        command.Parameters.AddWithValue("pinned", rows.Messages.Where(m => m.Pinned).Select(m => m.Seq).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task EndAsync(NpgsqlCommand command, ImportTarget target, ConversationRows rows, CancellationToken ct)
    {
        await using var owned = command;
        command.Parameters.AddWithValue("first_seq", rows.FirstSeq);
        command.Parameters.AddWithValue("message_count", rows.MessageCount);
        command.Parameters.AddWithValue("pinned_count", rows.PinnedCount);
        command.Parameters.AddWithValue("total_tokens", rows.TotalTokens);
        command.Parameters.AddWithValue("pruned_count", rows.PrunedCount);
        command.Parameters.AddWithValue("pruned_seq", rows.PrunedSeq);
        command.Parameters.AddWithValue("summary_seq", rows.SummarySeq);
        command.Parameters.AddWithValue("updated_at", rows.UpdatedAt.ToUniversalTime());
        command.Parameters.AddWithValue("archived_at", NpgsqlDbType.TimestampTz, rows.IsOld ? target.Now.ToUniversalTime() : DBNull.Value);
        command.Parameters.AddWithValue("expires_at", NpgsqlDbType.TimestampTz,
            rows.IsOld && target.ArchiveDays > 0 ? target.Now.ToUniversalTime().AddDays(target.ArchiveDays) : DBNull.Value);
        command.Parameters.AddWithValue("ending", NpgsqlDbType.Jsonb, rows.IsOld
            ? JsonSerializer.Serialize(new { cause = "import", layer = "person", last_active = rows.ActiveAt, ttl_days = target.TtlDays })
            : DBNull.Value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
