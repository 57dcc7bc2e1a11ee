using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Starts, stops and resumes cleanups, in the name of the signed-in admin. What they take goes to the trash.</summary>
public sealed class Cleanups(AdminDbContext db, MaintenanceDataSource database, AuditLog audit, CleanupRunner runner)
{
    /// <param name="filter">What is meant.</param>
    /// <param name="perSecond">The most conversations a second; null: as fast as it goes.</param>
    /// <param name="currentUser">The admin.</param>
    /// <param name="ct">Ends the call; a run that has begun goes on.</param>
    /// <returns>The run; null: the portal is read-only.</returns>
    public async Task<Guid?> StartAsync(CleanupFilter filter, int? perSecond, CurrentUser currentUser, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        if (await db.SystemSettings.AnyAsync(s => s.ReadOnly, ct)) return null;
        var run = Guid.CreateVersion7();
        var selected = await BeginClean.RunAsync(database, run, filter, perSecond, currentUser.Id, ct);
        await audit.WriteAsync("cleanup.run", "run", run.ToString(), new { selected, per_second = perSecond, filter = filter with { Chosen = null } }, ct);
        runner.Announce();
        return run;
    }

    /// <returns>False: there is no such run, or it is over.</returns>
    public async Task<bool> StopAsync(Guid run, CancellationToken ct) => await ChangeAsync(run, RunState.Running, RunState.Paused, "cleanup.stopped", ct);

    /// <returns>False: there is no such run, or it was not stopped.</returns>
    public async Task<bool> ResumeAsync(Guid run, CancellationToken ct)
    {
        var resumed = await ChangeAsync(run, RunState.Paused, RunState.Running, "cleanup.resumed", ct);
        runner.Announce();
        return resumed;
    }

    // A batch in work has the row: this waits for its end, and then no other begins.
    private async Task<bool> ChangeAsync(Guid run, RunState from, RunState to, string action, CancellationToken ct)
    {
        var changed = await db.CleanupRuns.Where(r => r.Id == run && r.Filter != null && r.State == from)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, to), ct);
        if (changed > 0) await audit.WriteAsync(action, "run", run.ToString(), null, ct);
        return changed > 0;
    }
}
