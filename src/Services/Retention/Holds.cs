using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Retention;

/// <summary>
/// Keeps conversations whatever else would delete them. For admins, whom the caller has checked. The database does the keeping; see
/// docs/retention.md.
/// </summary>
public sealed class Holds(AdminDbContext db, AuditLog audit, AccountRemoval accounts, CurrentUser currentUser)
{
    public const int MaxReasonLength = 1000;

    /// <param name="target">A person's conversations, or one of them.</param>
    /// <param name="reason">1 to 1,000 characters; for admins' eyes.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<Hold> PlaceAsync(HoldTarget target, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var hold = db.Holds.Add(new Hold
        {
            OwnerId = target.OwnerId,
            ConversationId = target.ConversationId,
            Reason = reason,
            PlacedBy = currentUser.RequiredId,
        }).Entity;
        await AuditAsync("hold.placed", hold, ct);
        await transaction.CommitAsync(ct);
        return hold;
    }

    /// <summary>Releases a hold. If it kept a closed account, what nothing keeps any more is removed for good.</summary>
    /// <returns>False: there is no such hold, or it was released before.</returns>
    public async Task<bool> ReleaseAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Holds.SingleOrDefaultAsync(h => h.Id == id && h.ReleasedAt == null, ct) is not { } hold) return false;
        (hold.ReleasedBy, hold.ReleasedAt) = (currentUser.RequiredId, DateTimeOffset.UtcNow);
        await AuditAsync("hold.released", hold, ct);
        await transaction.CommitAsync(ct);
        await accounts.FinishAsync(hold.OwnerId, ct);
        return true;
    }

    private Task AuditAsync(string action, Hold hold, CancellationToken ct) => audit.WriteAsync(
        action,
        hold.ConversationId is null ? "user" : "conversation",
        (hold.ConversationId ?? hold.OwnerId).ToString(),
        new { hold = hold.Id, owner = hold.ConversationId is null ? (Guid?)null : hold.OwnerId, hold.Reason },
        ct);
}
