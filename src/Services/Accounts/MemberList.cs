using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>One line of the list of members. Closed accounts are members no more.</summary>
public sealed record MemberRow(Guid Id, string Email, OrganisationRole Role, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt, DateTimeOffset? ClosedAt);

/// <param name="Members">The newest first.</param>
/// <param name="Next">After whom the next page begins; null: this was the last.</param>
public sealed record MemberPage(IReadOnlyList<MemberRow> Members, Guid? Next);

/// <summary>Members for the admin's list, by keyset, so that a long list costs no more than a short one.</summary>
public sealed class MemberList(AccountsDbContext db)
{
    public const int PageSize = 50;

    /// <param name="search">Part of an email; null or blank: everybody.</param>
    /// <param name="after">The last page's <see cref="MemberPage.Next"/>.</param>
    public async Task<MemberPage> ReadAsync(string? search, Guid? after, CancellationToken ct)
    {
        var part = search?.Trim().ToUpperInvariant() ?? "";
        // Closed accounts have left the organisation, and are shown while a hold keeps what was said.
        var rows = await (
            from user in db.Users
            join membership in db.OrganisationMembers.Where(m => m.OrganisationId == Organisation.DefaultId)
                on user.Id equals membership.UserId into memberships
            from member in memberships.DefaultIfEmpty()
            where (member != null || user.ClosedAt != null)
                && (part == "" || user.NormalizedEmail!.Contains(part))
                && (after == null || user.Id < after)
            orderby user.Id descending
            select new MemberRow(
                user.Id, user.Email!, member == null ? OrganisationRole.Member : member.Role, user.CreatedAt, user.SuspendedAt, user.ClosedAt))
            .Take(PageSize + 1).ToListAsync(ct);
        return rows.Count > PageSize
            ? new MemberPage(rows[..PageSize], rows[PageSize - 1].Id)
            : new MemberPage(rows, null);
    }
}
