using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>
/// Does the cleanups that admins start. What is to be done and how far it is stands in <c>cleanup_runs</c>: so any
/// instance goes on with a run whose instance is gone.
/// </summary>
public sealed class CleanupRunner(MaintenanceDataSource database, TimeProvider clock, ILogger<CleanupRunner> log) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim announced = new(0);

    /// <summary>A run was started or resumed here: it need not wait for the next round.</summary>
    public void Announce() => announced.Release();

    public override void Dispose()
    {
        announced.Dispose();
        base.Dispose();
    }

    /// <summary>Works until no run has anything left to do.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var busy = false;
            foreach (var run in await RunningCleanups.RunAsync(database, ct))
                busy |= await CleanBatch.RunAsync(database, run, Batch, clock.GetUtcNow(), CancellationToken.None) is not null;
            if (!busy) return;
            await Task.Delay(Pause, ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "A cleanup failed and will go on");
            }

            await announced.WaitAsync(Recurring.LookForCleanups.Interval, stoppingToken);
        }
    }
}
