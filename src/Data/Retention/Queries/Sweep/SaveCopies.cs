namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="Format"><c>md</c> or <c>json</c>.</param>
/// <param name="Data">Compressed with Brotli.</param>
/// <param name="Length">Bytes before compression.</param>
public sealed record PackedFile(string Format, byte[] Data, int Length);

/// <summary>Puts the files of a conversation into the archive store.</summary>
public static class SaveCopies
{
    /// <param name="db">Within a transaction.</param>
    /// <param name="conversation">Which one, and whose.</param>
    /// <param name="updatedAt">The conversation's last change when it was read.</param>
    /// <param name="files">What was made of it.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Ends the statement.</param>
    /// <returns>False: it has changed since, and nothing was saved.</returns>
    public static async Task<bool> RunAsync(
        AdminDbContext db, (Guid Owner, Guid Id) conversation, DateTimeOffset updatedAt, IReadOnlyList<PackedFile> files, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Retention/Queries/Sweep/SaveCopies");
        command.Parameters.AddWithValue("owner", conversation.Owner);
        command.Parameters.AddWithValue("conversation", conversation.Id);
        command.Parameters.AddWithValue("updated_at", updatedAt.ToUniversalTime());
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("ids", files.Select(_ => Guid.CreateVersion7()).ToArray());
        command.Parameters.AddWithValue("formats", files.Select(f => f.Format).ToArray());
        command.Parameters.AddWithValue("data", files.Select(f => f.Data).ToArray());
        command.Parameters.AddWithValue("lengths", files.Select(f => f.Length).ToArray());
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
