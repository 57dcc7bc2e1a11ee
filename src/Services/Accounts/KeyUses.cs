using System.Collections.Concurrent;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Accounts;

/// <summary>Notes when keys were last used: each at most once a minute, and beside the request, which does not wait for it.</summary>
public sealed class KeyUses(IServiceScopeFactory scopes, ReadOnlyMode readOnly, TimeProvider clock, ILogger<KeyUses> log)
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, bool> underWay = [];

    /// <param name="owner">Whose key it is.</param>
    /// <param name="key">Its id.</param>
    /// <param name="lastUse">As the row has it.</param>
    public void Note(Guid owner, Guid key, DateTimeOffset? lastUse)
    {
        if (readOnly.IsOn || lastUse > Limit || !underWay.TryAdd(key, true)) return;
        _ = Task.Run(() => WriteAsync(owner, key));
    }

    private DateTimeOffset Limit => clock.GetUtcNow() - Resolution;

    private async Task WriteAsync(Guid owner, Guid key)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var (now, limit) = (clock.GetUtcNow(), Limit);
            // Another instance, or the request before this one, may have been first.
            await scope.ServiceProvider.GetRequiredService<AccountsDbContext>().ApiKeys
                .Where(k => k.OwnerId == owner && k.Id == key && (k.LastUsedAt == null || k.LastUsedAt <= limit))
                .ExecuteUpdateAsync(used => used.SetProperty(k => k.LastUsedAt, now));
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "The use of key {Key} was not noted", key);
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }
}
