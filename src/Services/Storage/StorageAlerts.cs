using ConversationMemory.Data;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Storage.Queries;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Storage;

/// <summary>Raises an alert when the size crosses a threshold of the budget, once, and clears it when it is below again.</summary>
public sealed class StorageAlerts(AdminDbContext db, IOptions<ConversationOptions> options, TimeProvider clock, ILogger<StorageAlerts> log)
{
    public async Task FollowAsync(long bytes, CancellationToken ct)
    {
        var budget = StorageBudget.Of(options.Value);
        foreach (var (level, percent) in StorageBudget.Thresholds)
        {
            if (budget.Reaches(bytes, percent)) await RaiseAsync(level, bytes, budget, ct);
            else if (budget.IsWellBelow(bytes, percent)) await ClearAsync(level, ct);
        }
    }

    private async Task RaiseAsync(string level, long bytes, StorageBudget budget, CancellationToken ct)
    {
        var alert = new StorageAlert { Level = level, Bytes = bytes, Budget = budget.Bytes, RaisedAt = clock.GetUtcNow() };
        if (await RaiseAlert.RunAsync(db, alert, ct))
            log.LogWarning("Storage {Level}: {Bytes} of {Budget} bytes are used", level, bytes, budget.Bytes);
    }

    private Task<int> ClearAsync(string level, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.StorageAlerts.Where(a => a.Level == level && a.ClearedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.ClearedAt, now), ct);
    }
}
