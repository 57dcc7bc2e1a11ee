using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <param name="Finished">False: it was stopped, and the next run goes on.</param>
public sealed record SweepResult(Guid RunId, SweepCounts Counts, bool Finished);

/// <summary>
/// Moves conversations on that are due, in batches that commit by themselves: it may run anywhere, any number of times at
/// once, and end at any moment. The database decides what is due; see migrations/sql/retention/sweep.sql.
/// </summary>
public sealed class RetentionSweep(MaintenanceDataSource database, TimeProvider clock, ILogger<RetentionSweep> log)
{
    // A batch holds its rows for some tens of milliseconds. As long as it took, the senders then have the disk to themselves, so that their slowest
    // sends are hardly slower; what is due today has time until tomorrow.
    private const int Batch = 50;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // A preview of so many takes a few seconds.
    private const int MostPreviewed = 100_000;

    /// <summary>Sweeps until nothing is due, or <paramref name="most"/> conversations were looked at.</summary>
    /// <param name="layer">One of <see cref="SweepLayers"/>.</param>
    /// <param name="most">Conversations at most; null: all that are due.</param>
    /// <param name="ct">Ends it between two batches.</param>
    /// <returns>Null: the portal is read-only, and nothing was done.</returns>
    public async Task<SweepResult?> RunAsync(string layer, int? most, CancellationToken ct)
    {
        var run = Guid.CreateVersion7();
        if (!await BeginRun.RunAsync(database, run, layer, ct)) return null;
        var (counts, finished) = (SweepCounts.None, false);
        try
        {
            (counts, finished) = await Telemetry.MeasureAsync("sweep", () => SweepAsync(run, layer, most ?? int.MaxValue, ct));
        }
        finally
        {
            await EndRun.RunAsync(database, run, finished, CancellationToken.None);
        }

        if (counts.Handled > 0)
            log.LogInformation("Sweep {Run} by {Layer}: {Noticed} noticed, {Archived} archived, {Trashed} trashed, {Deleted} deleted",
                run, layer, counts.Noticed, counts.Archived, counts.Trashed, counts.Deleted);
        return new SweepResult(run, counts, finished);
    }

    /// <summary>What a sweep would do now, without doing it.</summary>
    /// <returns>The counts, and whether they are of everything that is due.</returns>
    public Task<(SweepCounts Counts, bool Whole)> PreviewAsync(CancellationToken ct) =>
        PreviewSweep.RunAsync(database, MostPreviewed, clock.GetUtcNow(), ct);

    private async Task<(SweepCounts Counts, bool Finished)> SweepAsync(Guid run, string layer, int most, CancellationToken ct)
    {
        var counts = SweepCounts.None;
        while (counts.Handled < most)
        {
            if (ct.IsCancellationRequested) return (counts, false);
            // Not cancelled within: a batch is short, and done whole.
            var began = clock.GetTimestamp();
            var batch = await SweepBatch.RunAsync(database, run, layer, Math.Min(Batch, most - counts.Handled), clock.GetUtcNow(), CancellationToken.None);
            if (batch.Handled == 0) break;
            counts += batch;
            var took = clock.GetElapsedTime(began);
            await Task.Delay(took < LongestPause ? took : LongestPause, CancellationToken.None);
        }

        return (counts, true);
    }
}
