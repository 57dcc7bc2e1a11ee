using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>One line of the list of members.</summary>
public sealed record MemberRow(Guid Id, string Email, OrganisationRole Role, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt);

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
        var rows = await (
            from user in db.Users
            join member in db.OrganisationMembers on user.Id equals member.UserId
            where member.OrganisationId == Organisation.DefaultId
                && (part == "" || user.NormalizedEmail!.Contains(part))
                && (after == null || user.Id < after)
            orderby user.Id descending
            select new MemberRow(user.Id, user.Email!, member.Role, user.CreatedAt, user.SuspendedAt))
            .Take(PageSize + 1).ToListAsync(ct);
        return rows.Count > PageSize
            ? new MemberPage(rows[..PageSize], rows[PageSize - 1].Id)
            : new MemberPage(rows, null);
    }
}
