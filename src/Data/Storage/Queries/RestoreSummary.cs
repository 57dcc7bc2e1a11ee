using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Puts a summary of a segment back, without the caller's change tracking in between.</summary>
public static class RestoreSummary
{
    public static async Task RunAsync(AppDbContext db, Guid conversation, Summary summary, CancellationToken ct)
    {
        await using var command = db.Command("Storage/Queries/RestoreSummary");
        command.Parameters.AddWithValue("owner", db.CurrentUser.RequiredId);
        command.Parameters.AddWithValue("conversation", conversation);
        command.Parameters.AddWithValue("version", summary.Version);
        command.Parameters.AddWithValue("from_seq", summary.FromSeq);
        command.Parameters.AddWithValue("through_seq", summary.ThroughSeq);
        command.Parameters.AddWithValue("content", summary.Content);
        command.Parameters.AddWithValue("tokens", summary.Tokens);
        command.Parameters.AddWithValue("source", summary.Source.ToString().ToLowerInvariant());
        command.Parameters.AddWithValue("model", (object?)summary.Model ?? DBNull.Value);
        command.Parameters.AddWithValue("created_at", summary.CreatedAt.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);
    }
}
