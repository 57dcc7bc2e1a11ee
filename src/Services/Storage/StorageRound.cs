using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Storage;

/// <summary>Measures storage, and tells of alerts.</summary>
internal sealed class StorageRound(StorageMeter meter, StorageAlertMails mails, StorageAlertWebhook webhook, ILogger<StorageRound> log)
{
    // A little less than the time between two rounds.
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(55);

    public async Task RunAsync(CancellationToken ct)
    {
        if (!await meter.MeasureAsync(Age, ct)) return;
        var failed = await mails.SendAsync(ct) + await webhook.SendAsync(ct);
        if (failed > 0) log.LogWarning("{Count} storage alerts could not be sent; they are tried again in a minute", failed);
    }
}
