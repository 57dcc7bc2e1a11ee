using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Does a cleanup that an admin started, batch by batch. Its subject is the run, whose row says what is to be done and how far it is.</summary>
internal sealed class CleanupJob(AdminDbContext db, MaintenanceDataSource database, TimeProvider clock) : IJobHandler
{
    public static readonly JobKind Kind = new("cleanup", "Cleanups") { AtOnce = 2 };

    private const int Batch = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(2);

    public async Task RunAsync(JobRun job, CancellationToken ct)
    {
        do
        {
            // Not cancelled within: a batch is short, and done whole.
            while (await CleanBatch.RunAsync(database, job.Subject, Batch, clock.GetUtcNow(), CancellationToken.None) is not null) await Task.Delay(Pause, ct);
        }
        while (await GoesOnAsync(job.Subject, ct));
    }

    /// <summary>Its page says that it stands still; an admin may have it go on.</summary>
    public Task GivenUpAsync(JobRun job, CancellationToken ct) => db.CleanupRuns
        .Where(r => r.Id == job.Subject && r.State == RunState.Running).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Paused), ct);

    // Not over and not stopped: somebody else has its row just now, or nothing may be written.
    private async Task<bool> GoesOnAsync(Guid run, CancellationToken ct)
    {
        if (!await db.CleanupRuns.AnyAsync(r => r.Id == run && r.State == RunState.Running, ct)) return false;
        await Task.Delay(LongPause, ct);
        return true;
    }
}
