using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>
/// Finds who is asking, on every request: so a suspension, a new role, a changed password or a revoked key counts from
/// the next request on.
/// </summary>
public sealed class AccountLookup(AccountsDbContext db, KeyUses uses, TimeProvider clock)
{
    /// <param name="id">The account the session is of.</param>
    /// <param name="securityStamp">The account's stamp when the session began; a new one ends the session.</param>
    /// <returns>Null: the session is over.</returns>
    public Task<Account?> BySessionAsync(Guid id, string? securityStamp, CancellationToken ct) => (
        from user in db.Users
        join member in db.OrganisationMembers on user.Id equals member.UserId
        where user.Id == id && user.SecurityStamp == securityStamp && user.SuspendedAt == null
            && member.OrganisationId == Organisation.DefaultId
        select new Account(user.Id, user.Email!, member.Role)).SingleOrDefaultAsync(ct);

    /// <returns>Null: there is no such key, it was revoked or has expired, or its owner is suspended.</returns>
    public async Task<KeyHolder?> ByKeyAsync(string key, CancellationToken ct)
    {
        var (now, hash, owner) = (clock.GetUtcNow(), ApiKeyText.Hash(key), ApiKeyText.OwnerOf(key));
        var named = owner is { } id ? db.ApiKeys.Where(k => k.OwnerId == id) : db.ApiKeys;
        var found = await (
            from apiKey in named
            join user in db.Users on apiKey.OwnerId equals user.Id
            join member in db.OrganisationMembers on user.Id equals member.UserId
            where apiKey.Hash == hash && apiKey.RevokedAt == null && (apiKey.ExpiresAt == null || apiKey.ExpiresAt > now)
                && user.SuspendedAt == null && member.OrganisationId == Organisation.DefaultId
            select new { Account = new Account(user.Id, user.Email!, member.Role), apiKey.Id, apiKey.Scopes, apiKey.LastUsedAt })
            .SingleOrDefaultAsync(ct);
        if (found is null) return null;
        uses.Note(found.Account.Id, found.Id, found.LastUsedAt);
        return new KeyHolder(found.Account, found.Id, found.Scopes);
    }
}
