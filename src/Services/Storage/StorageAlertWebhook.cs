using ConversationMemory.Data;
using ConversationMemory.Data.Storage;
using ConversationMemory.Services.Notifications;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Storage;

/// <summary>Posts the alerts that stand to the webhook, once each. What did not arrive is tried again.</summary>
public sealed class StorageAlertWebhook(AdminDbContext db, WebhookSender webhook, TimeProvider clock)
{
    /// <returns>How many alerts did not arrive.</returns>
    public async Task<int> SendAsync(CancellationToken ct)
    {
        if (!webhook.IsConfigured) return 0;
        var failed = 0;
        foreach (var alert in await db.StorageAlerts.AsNoTracking().Where(a => a.PostedAt == null && a.ClearedAt == null).ToListAsync(ct))
            if (await ClaimAsync(alert.Id, ct) && !await PostAsync(alert, ct)) failed++;
        return failed;
    }

    // Before it is sent, so that of several instances one sends it.
    private async Task<bool> ClaimAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.StorageAlerts.Where(a => a.Id == id && a.PostedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.PostedAt, now), ct) == 1;
    }

    private async Task<bool> PostAsync(StorageAlert alert, CancellationToken ct)
    {
        var arrived = false;
        try
        {
            arrived = (await webhook.SendAsync(new AlertEvent("storage_alert", alert.Level, alert.Bytes, alert.Budget, alert.RaisedAt), ct)).IsDelivered;
        }
        finally
        {
            // Also when the app is stopped in the middle.
            if (!arrived) await db.StorageAlerts.Where(a => a.Id == alert.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PostedAt, (DateTimeOffset?)null), CancellationToken.None);
        }

        return arrived;
    }

    private sealed record AlertEvent(string Event, string Level, long Bytes, long BudgetBytes, DateTimeOffset RaisedAt);
}
