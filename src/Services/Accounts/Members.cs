using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.RowSecurity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>What admins do about members. The caller has checked that the signed-in person is an admin.</summary>
public sealed class Members(AccountsDbContext db, UserManager<User> users, CurrentUser currentUser, TimeProvider clock)
{
    public Task<MemberChange> SetRoleAsync(Guid person, OrganisationRole role, CancellationToken ct) =>
        ChangeAsync(person, losesOwner: role != OrganisationRole.Owner, role == OrganisationRole.Owner, async member =>
        {
            member.Role = role;
            await db.SaveChangesAsync(ct);
        }, ct);

    /// <summary>Ends the person's sessions and makes their keys useless, until restored.</summary>
    public Task<MemberChange> SuspendAsync(Guid person, CancellationToken ct) =>
        person == currentUser.RequiredId
            ? Task.FromResult(MemberChange.Oneself)
            : ChangeAsync(person, losesOwner: true, makesOwner: false, member => SetSuspendedAsync(member, clock.GetUtcNow(), ct), ct);

    public Task<MemberChange> RestoreAsync(Guid person, CancellationToken ct) =>
        ChangeAsync(person, losesOwner: false, makesOwner: false, member => SetSuspendedAsync(member, null, ct), ct);

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

    private async Task SetSuspendedAsync(OrganisationMember member, DateTimeOffset? since, CancellationToken ct)
    {
        var user = await db.Users.SingleAsync(u => u.Id == member.UserId, ct);
        user.SuspendedAt = since;
        // Sessions from before stay ended after the account is restored.
        await users.UpdateSecurityStampAsync(user);
    }
}
