using ConversationMemory.Data;
using ConversationMemory.Data.Work;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Queue = ConversationMemory.Data.Work.Queries.JobQueue;

namespace ConversationMemory.Services.Operations;

/// <summary>What admins do with jobs that were given up, and with recurring work. Each act is in the audit log.</summary>
public sealed class JobAdministration(AdminDbContext db, AuditLog audit, JobQueue queue, TimeProvider clock)
{
    /// <summary>Tries one again that was given up, or does recurring work now.</summary>
    /// <returns>False: there is none any more.</returns>
    public async Task<bool> RetryAsync(Guid owner, Guid id, CancellationToken ct)
    {
        var done = await ActAsync("job.retried", owner, id, () => Queue.RetryAsync(db, owner, id, clock.GetUtcNow(), ct), ct);
        if (done) queue.Announce();
        return done;
    }

    /// <summary>Removes one that was given up.</summary>
    /// <returns>False: there is none any more.</returns>
    public Task<bool> RemoveAsync(Guid owner, Guid id, CancellationToken ct) =>
        ActAsync("job.removed", owner, id, () => Queue.RemoveDeadAsync(db, owner, id, ct), ct);

    private async Task<bool> ActAsync(string action, Guid owner, Guid id, Func<Task<bool>> act, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var job = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OwnerId == owner && j.Id == id, ct);
        if (job is null || !await act()) return false;
        await audit.WriteAsync(action, "job", id.ToString(), new { job.Kind, Owner = owner == Job.System ? (Guid?)null : owner, job.Subject, job.Error }, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
