using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Sharing;

/// <param name="Email">People of one organisation may know each other's.</param>
public sealed record Person(Guid Id, string Email, ConversationRole Role, DateTimeOffset? Since);

/// <summary>Who has a part in a conversation. Its owner invites and removes; a member leaves.</summary>
public sealed class ConversationPeople(AppDbContext db, AccountsDbContext accounts, TimeProvider clock)
{
    private const int Most = 50;

    /// <summary>The owner, then the members by the time they came. For the owner or a guest.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(Guid conversationId, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var members = await db.ConversationMembers.AsNoTracking().Where(m => m.OwnerId == owner && m.ConversationId == conversationId)
            .OrderBy(m => m.CreatedAt).ToListAsync(ct);
        await transaction.CommitAsync(ct);
        var ids = members.ConvertAll(m => m.UserId).Append(owner).ToList();
        var emails = await accounts.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Email!, ct);
        return
        [
            new Person(owner, emails.GetValueOrDefault(owner, AuthorNames.Former), ConversationRole.Owner, null),
            .. members.Select(m => new Person(m.UserId, emails.GetValueOrDefault(m.UserId, AuthorNames.Former), RoleOf(m.Role), m.CreatedAt)),
        ];
    }

    /// <summary>Invites somebody of the organisation, or gives a member another role.</summary>
    /// <exception cref="SharingException">There is nobody to invite.</exception>
    public async Task<Person> InviteAsync(Guid conversationId, string? email, MemberRole role, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        var found = await FindAsync(email, ct) ?? throw new SharingException("no_such_person",
            "Nobody of your organisation uses the portal with this address. Check it, or ask them to create an account first.");
        if (found.Id == owner) throw new SharingException("oneself", "This conversation is yours already.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var members = db.ConversationMembers.Where(m => m.OwnerId == owner && m.ConversationId == conversationId);
        var member = await members.SingleOrDefaultAsync(m => m.UserId == found.Id, ct);
        if (member is null && await members.CountAsync(ct) >= Most) throw new SharingException("too_many", $"A conversation has at most {Most} members.");
        if (member is null)
            db.ConversationMembers.Add(member = new ConversationMember { OwnerId = owner, ConversationId = conversationId, UserId = found.Id, CreatedAt = clock.GetUtcNow() });
        member.Role = role;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new Person(found.Id, found.Email!, RoleOf(role), member.CreatedAt);
    }

    /// <summary>Gives a member another role.</summary>
    /// <returns>False: there is no such member.</returns>
    public async Task<bool> SetRoleAsync(Guid conversationId, Guid person, MemberRole role, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.ConversationMembers.Where(m => m.OwnerId == owner && m.ConversationId == conversationId && m.UserId == person)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, role), ct);
        await transaction.CommitAsync(ct);
        return changed > 0;
    }

    /// <summary>Removes a member; what they wrote stays.</summary>
    /// <returns>False: there is no such member.</returns>
    public async Task<bool> RemoveAsync(Guid conversationId, Guid person, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var removed = await db.ConversationMembers.Where(m => m.OwnerId == owner && m.ConversationId == conversationId && m.UserId == person).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return removed > 0;
    }

    /// <summary>Leaves a conversation one is a guest in.</summary>
    public async Task LeaveAsync(Guid conversationId, CancellationToken ct)
    {
        using var oneself = db.CurrentUser.AsOneself();
        var person = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.ConversationMembers.Where(m => m.UserId == person && m.ConversationId == conversationId).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private Task<User?> FindAsync(string? email, CancellationToken ct)
    {
        var wanted = (email ?? "").Trim().ToUpperInvariant();
        return (
            from user in accounts.Users
            join member in accounts.OrganisationMembers on user.Id equals member.UserId
            where member.OrganisationId == Organisation.DefaultId && user.NormalizedEmail == wanted && user.SuspendedAt == null && user.ClosedAt == null
            select user).AsNoTracking().SingleOrDefaultAsync(ct);
    }

    private static ConversationRole RoleOf(MemberRole role) => role == MemberRole.Writer ? ConversationRole.Writer : ConversationRole.Reader;
}
