using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>
/// The layer <c>request</c>: for a portal that is only awake while somebody uses it. A request that is over says so, and
/// the sweep happens here, where nobody waits for it.
/// </summary>
public sealed class RequestSweep(RetentionSweep sweep, MaintenanceDataSource database, TimeProvider clock, ILogger<RequestSweep> log)
    : BackgroundService
{
    private const int Most = 20;

    // How often this instance looks whether it is its turn. The hour itself is kept in the database, for all instances.
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim asked = new(0, 1);
    private long lookAgainAt;

    /// <summary>A response has gone out. Returns at once.</summary>
    public void Poke()
    {
        if (clock.GetUtcNow().UtcTicks < Interlocked.Read(ref lookAgainAt)) return;
        Interlocked.Exchange(ref lookAgainAt, (clock.GetUtcNow() + Round).UtcTicks);
        try
        {
            asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody has said so already.
        }
    }

    public override void Dispose()
    {
        asked.Dispose();
        base.Dispose();
    }

    /// <summary>Sweeps, if it is this instance's turn.</summary>
    /// <returns>Null: it is not, or the portal is read-only.</returns>
    public async Task<SweepResult?> RunAsync(CancellationToken ct) =>
        await ClaimRequestSweep.RunAsync(database, clock.GetUtcNow(), ct) ? await sweep.RunAsync(SweepLayers.Request, Most, ct) : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await asked.WaitAsync(stoppingToken);
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "The sweep after a request failed and will be tried again");
            }
        }
    }
}
