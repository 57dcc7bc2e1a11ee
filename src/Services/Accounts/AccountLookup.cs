using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Operations;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>
/// Finds who is asking, on every request: so a suspension, a new role, a changed password or a revoked key counts from
/// the next request on.
/// </summary>
public sealed class AccountLookup(AccountsDbContext db, ReadOnlyMode readOnly, TimeProvider clock)
{
    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    /// <param name="id">The account the session is of.</param>
    /// <param name="securityStamp">The account's stamp when the session began; a new one ends the session.</param>
    /// <returns>Null: the session is over.</returns>
    public Task<Account?> BySessionAsync(Guid id, string? securityStamp, CancellationToken ct) => (
        from user in db.Users
        join member in db.OrganisationMembers on user.Id equals member.UserId
        where user.Id == id && user.SecurityStamp == securityStamp && user.SuspendedAt == null
            && member.OrganisationId == Organisation.DefaultId
        select new Account(user.Id, user.Email!, member.Role)).SingleOrDefaultAsync(ct);

    /// <returns>The account and the key's id, or null: no such key, revoked, or its owner is suspended.</returns>
    public async Task<(Account Account, Guid KeyId)?> ByKeyAsync(string key, CancellationToken ct)
    {
        var hash = ApiKeyText.Hash(key);
        var found = await (
            from apiKey in db.ApiKeys
            join user in db.Users on apiKey.OwnerId equals user.Id
            join member in db.OrganisationMembers on user.Id equals member.UserId
            where apiKey.Hash == hash && apiKey.RevokedAt == null && user.SuspendedAt == null
                && member.OrganisationId == Organisation.DefaultId
            select new { Account = new Account(user.Id, user.Email!, member.Role), apiKey.Id, apiKey.LastUsedAt })
            .SingleOrDefaultAsync(ct);
        if (found is null) return null;
        if (!readOnly.IsOn && clock.GetUtcNow() - (found.LastUsedAt ?? default) >= UseResolution) await NoteUseAsync(found.Account.Id, found.Id, ct);
        return (found.Account, found.Id);
    }

    private Task<int> NoteUseAsync(Guid owner, Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.ApiKeys.Where(k => k.OwnerId == owner && k.Id == id)
            .ExecuteUpdateAsync(key => key.SetProperty(k => k.LastUsedAt, now), ct);
    }
}
