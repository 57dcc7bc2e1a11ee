using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data.Summaries.Queries;

/// <summary>Writes summaries as they are: out of a segment, or out of a file.</summary>
public static class WriteSummaries
{
    public static async Task RunAsync(
        NpgsqlConnection connection, (Guid OwnerId, Guid Id) conversation, IReadOnlyCollection<Summary> summaries, CancellationToken ct)
    {
        if (summaries.Count == 0) return;
        await using var command = new NpgsqlCommand(Sql.Read("Summaries/Queries/WriteSummaries"), connection);
        command.Parameters.AddWithValue("owner", conversation.OwnerId);
        command.Parameters.AddWithValue("conversation", conversation.Id);
        Add("versions", NpgsqlDbType.Integer, s => s.Version);
        Add("froms", NpgsqlDbType.Integer, s => s.FromSeq);
        Add("throughs", NpgsqlDbType.Integer, s => s.ThroughSeq);
        Add("contents", NpgsqlDbType.Text, s => s.Content);
        Add("tokens", NpgsqlDbType.Integer, s => s.Tokens);
        Add("sources", NpgsqlDbType.Text, s => s.Source.ToString().ToLowerInvariant());
        Add("models", NpgsqlDbType.Text, s => s.Model);
        Add("times", NpgsqlDbType.TimestampTz, s => s.CreatedAt.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);

        void Add<T>(string name, NpgsqlDbType type, Func<Summary, T> value) =>
            command.Parameters.AddWithValue(name, NpgsqlDbType.Array | type, summaries.Select(value).ToArray());
    }
}
