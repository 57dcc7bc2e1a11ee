using System.Security.Cryptography;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>What admins do about members, with the audit log's entry for it. The caller has checked that the signed-in person is an admin.</summary>
public sealed class Members(AccountsDbContext db, AuditLog audit, CurrentUser currentUser, TimeProvider clock)
{
    public Task<MemberChange> SetRoleAsync(Guid person, OrganisationRole role, CancellationToken ct) =>
        ChangeAsync(person, losesOwner: role != OrganisationRole.Owner, role == OrganisationRole.Owner, async member =>
        {
            var change = new { from = member.Role.ToString().ToLowerInvariant(), to = role.ToString().ToLowerInvariant() };
            member.Role = role;
            await db.SaveChangesAsync(ct);
            await audit.WriteAsync(db, "role.changed", "user", person.ToString(), change, ct);
        }, ct);

    /// <summary>Ends the person's sessions and makes their keys useless, until restored.</summary>
    public Task<MemberChange> SuspendAsync(Guid person, CancellationToken ct) =>
        person == currentUser.RequiredId
            ? Task.FromResult(MemberChange.Oneself)
            : ChangeAsync(person, losesOwner: true, makesOwner: false, _ => SetSuspendedAsync(person, clock.GetUtcNow(), "account.suspended", ct), ct);

    public Task<MemberChange> RestoreAsync(Guid person, CancellationToken ct) =>
        ChangeAsync(person, losesOwner: false, makesOwner: false, _ => SetSuspendedAsync(person, null, "account.restored", ct), ct);

    private async Task<MemberChange> ChangeAsync(
        Guid person, bool losesOwner, bool makesOwner, Func<OrganisationMember, Task> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockMembersAsync(ct);
        if (await FindAsync(person, ct) is not { } member) return MemberChange.NoSuchMember;
        var isOwner = member.Role == OrganisationRole.Owner;
        if ((isOwner || makesOwner) && (await FindAsync(currentUser.RequiredId, ct))?.Role != OrganisationRole.Owner)
            return MemberChange.OwnersOnly;
        if (isOwner && losesOwner && !await db.HasOtherOwnerAsync(person, ct)) return MemberChange.LastOwner;

        await change(member);
        await transaction.CommitAsync(ct);
        return MemberChange.Done;
    }

    private Task<OrganisationMember?> FindAsync(Guid person, CancellationToken ct) =>
        db.OrganisationMembers.SingleOrDefaultAsync(m => m.OrganisationId == Organisation.DefaultId && m.UserId == person, ct);

    private async Task SetSuspendedAsync(Guid person, DateTimeOffset? since, string action, CancellationToken ct)
    {
        // A new stamp: sessions from before stay ended after the account is restored.
        var stamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        await db.Users.Where(u => u.Id == person).ExecuteUpdateAsync(user => user
            .SetProperty(u => u.SuspendedAt, since)
            .SetProperty(u => u.SecurityStamp, stamp)
            .SetProperty(u => u.ConcurrencyStamp, stamp), ct);
        await audit.WriteAsync(db, action, "user", person.ToString(), null, ct);
    }
}
