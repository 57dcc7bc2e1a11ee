using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>
/// The keys of the person who is signed in. The web's role may not write the audit log, so its entry is committed first: a fault in
/// between leaves an entry too many rather than one too few.
/// </summary>
public sealed class ApiKeys(AppDbContext db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Keys that were not revoked, newest first; also those that have expired, so that their owner sees why a program stopped.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await Mine().OrderByDescending(k => k.Id).AsNoTracking().ToListAsync(ct);
    }

    /// <returns>The row, and the key itself, which nothing can show again.</returns>
    public async Task<(ApiKey Key, string Text)> MakeAsync(KeyTerms terms, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        var text = ApiKeyText.New(owner);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var key = db.ApiKeys.Add(new ApiKey
        {
            OwnerId = owner,
            Name = terms.Name,
            Prefix = ApiKeyText.Prefix(text),
            Hash = ApiKeyText.Hash(text),
            Scopes = [.. terms.Scopes.Distinct().Order()],
            ExpiresAt = terms.ExpiresAt,
            CreatedAt = clock.GetUtcNow(),
        }).Entity;
        await db.SaveChangesAsync(ct);
        await AuditAsync("key.made", new { key = key.Id, scopes = string.Join(" ", key.Scopes).ToLowerInvariant(), expires_at = key.ExpiresAt }, ct);
        await transaction.CommitAsync(ct);
        return (key, text);
    }

    /// <returns>False: there is no such key, or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var revoked = await Mine().Where(k => k.Id == id)
            .ExecuteUpdateAsync(key => key.SetProperty(k => k.RevokedAt, now), ct);
        if (revoked > 0) await AuditAsync("key.revoked", new { key = id }, ct);
        await transaction.CommitAsync(ct);
        return revoked > 0;
    }

    // Under its owner's name; the key's own name may be private.
    private Task AuditAsync(string action, object details, CancellationToken ct) =>
        audit.WriteAsync(action, "user", db.CurrentUser.RequiredId.ToString(), details, ct);

    private IQueryable<ApiKey> Mine() =>
        db.ApiKeys.Where(k => k.OwnerId == db.CurrentUser.RequiredId && k.RevokedAt == null);
}
