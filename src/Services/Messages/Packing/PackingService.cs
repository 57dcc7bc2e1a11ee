using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>Runs the packing worker every few minutes.</summary>
public sealed class PackingService(PackingWorker worker, TimeProvider clock, ILogger<PackingService> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not in the first moments of the app, which has other things to do then.
        using var timer = new PeriodicTimer(Round, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await worker.RunAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "Packing failed and goes on");
            }
        }
    }
}
