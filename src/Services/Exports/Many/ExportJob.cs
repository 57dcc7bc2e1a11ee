using ConversationMemory.Data;
using ConversationMemory.Data.Exports;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>Makes an export of many that somebody asked for. Its subject is the export, whose row says how far it is.</summary>
internal sealed class ExportJob(AppDbContext db, ExportWork work, TimeProvider clock) : IJobHandler
{
    public static readonly JobKind Kind = new("export", "Exports");

    private const string Failure = "The export failed again and again, and was given up. Please tell an admin; your conversations are untouched.";

    public async Task RunAsync(JobRun job, CancellationToken ct)
    {
        if (await ChangeAsync(job, set => set.SetProperty(e => e.State, ExportRunState.Running).SetProperty(e => e.Attempts, e => e.Attempts + 1), ct))
            await work.RunAsync(job.Subject, clock, ct);
    }

    public Task GivenUpAsync(JobRun job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return ChangeAsync(job, set => set
            .SetProperty(e => e.State, ExportRunState.Failed).SetProperty(e => e.Error, Failure).SetProperty(e => e.FinishedAt, now), ct);
    }

    // Not when it is over, or was stopped or removed.
    private async Task<bool> ChangeAsync(JobRun job, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<ExportRun>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.Exports
            .Where(e => e.OwnerId == job.OwnerId && e.Id == job.Subject && (e.State == ExportRunState.Queued || e.State == ExportRunState.Running))
            .ExecuteUpdateAsync(change, ct);
        await transaction.CommitAsync(ct);
        return changed > 0;
    }
}
