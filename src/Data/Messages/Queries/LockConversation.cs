namespace ConversationMemory.Data.Messages.Queries;

/// <param name="FirstSeq">The oldest seq a reader sees.</param>
/// <param name="PackedSeq">What is kept up to here is in segments.</param>
public sealed record LockedConversation(int FirstSeq, int PackedSeq);

public static class LockConversation
{
    /// <returns>Null: no such conversation, or not this person's, or in the trash.</returns>
    public static async Task<LockedConversation?> RunAsync(AppDbContext db, Guid conversation, CancellationToken ct)
    {
        await using var command = db.Command("Messages/Queries/LockConversation");
        command.Parameters.AddWithValue("owner", db.CurrentUser.RequiredId);
        command.Parameters.AddWithValue("conversation", conversation);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new LockedConversation(reader.GetInt32(0), reader.GetInt32(1)) : null;
    }
}
