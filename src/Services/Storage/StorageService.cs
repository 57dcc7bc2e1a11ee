using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Storage;

/// <summary>Measures at start and each minute, whichever instance is first, and tells of alerts.</summary>
public sealed class StorageService(IServiceScopeFactory scopes, TimeProvider clock, ILogger<StorageService> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    // Timers of several instances do not tick together: nobody is to wait for a second minute because of a second's difference.
    private static readonly TimeSpan Age = Round - TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, clock);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "Storage could not be measured; it is tried again in a minute");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Who has measured also tells, so that a read-only portal does neither.
    private async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<StorageMeter>().MeasureAsync(Age, ct)) return;
        var failed = await scope.ServiceProvider.GetRequiredService<StorageAlertMails>().SendAsync(ct)
            + await scope.ServiceProvider.GetRequiredService<StorageAlertWebhook>().SendAsync(ct);
        if (failed > 0) log.LogWarning("{Count} storage alerts could not be sent; they are tried again in a minute", failed);
    }
}
