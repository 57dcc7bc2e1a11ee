using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>
/// Changes of membership wait for each other on the organisation's row, until the transaction ends: so two people cannot
/// both become the first, nor two owners remove each other.
/// </summary>
internal static class MembershipLock
{
    public static Task LockMembersAsync(this AccountsDbContext db, CancellationToken ct) =>
        db.Organisations.Where(o => o.Id == Organisation.DefaultId)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.UpdatedAt, DateTimeOffset.UtcNow), ct);

    /// <summary>Whether somebody but <paramref name="person"/> owns the organisation and may sign in.</summary>
    public static Task<bool> HasOtherOwnerAsync(this AccountsDbContext db, Guid person, CancellationToken ct) => (
        from member in db.OrganisationMembers
        join user in db.Users on member.UserId equals user.Id
        where member.OrganisationId == Organisation.DefaultId && member.Role == OrganisationRole.Owner
            && member.UserId != person && user.SuspendedAt == null
        select member).AnyAsync(ct);
}
