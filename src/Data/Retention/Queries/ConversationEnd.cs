using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Retention.Queries;

/// <summary>A conversation's dates and the policy that holds for it, without its content.</summary>
/// <param name="Messages">Those a reader sees.</param>
/// <param name="Bytes">Of its rows.</param>
/// <param name="Ending">JSON: why it went to the archive or the trash.</param>
/// <param name="Policy">JSON: its <see cref="ResolvedPolicy"/>, named like its row.</param>
/// <param name="AgentPolicy">The same without what is set for the conversation itself.</param>
/// <param name="Email">Its owner's.</param>
/// <param name="DueAt">When the policy's time for a live conversation is over; null: never.</param>
public sealed record ConversationEnd(
    Guid OwnerId, Guid Id, string Agent, DateTimeOffset CreatedAt, DateTimeOffset ActiveAt, DateTimeOffset? KeptUntil, DateTimeOffset? PinnedAt,
    DateTimeOffset? NoticedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? ArchivedAt, DateTimeOffset? DeletedAt, string? Ending, bool Held,
    int Messages, long Bytes, string Policy, string AgentPolicy, string Email, DateTimeOffset? DueAt)
{
    /// <param name="db">Within a transaction. Under row security it finds the person's own conversations only.</param>
    /// <param name="owner">Whose it must be; null: anybody's, for admins.</param>
    /// <param name="id">The conversation: live, in the archive or in the trash.</param>
    public static async Task<ConversationEnd?> FindAsync(DbContext db, Guid? owner, Guid id, CancellationToken ct) =>
        (await db.QueryAsync<ConversationEnd>("Retention/Queries/ConversationEnd", new { owner, id }, ct)).SingleOrDefault();
}
