using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Summaries.Queries;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Summaries;

/// <summary>Takes waiting conversations one by one and has them summarised, each on its owner's behalf.</summary>
public sealed class SummaryWorker(MaintenanceDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<SummaryWorker> log)
{
    // Longer than any model takes; a worker that dies gives its job back after it.
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);

    // After so many failures of the model, the extractive summary will do: the window waits for it.
    private const int ModelAttempts = 3;

    /// <summary>Works until nothing is due. Returns how many jobs were done.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        while (!ct.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            if (await ClaimSummaryJob.RunAsync(database, now, now + Hold, ct) is not { } job) break;
            await RunAsync(job, ct);
            done++;
        }

        return done;
    }

    private async Task RunAsync(ClaimedSummaryJob job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = job.OwnerId;
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        try
        {
            var summarizer = scope.ServiceProvider.GetRequiredService<Summarizer>();
            await summarizer.RunAsync(job.ConversationId, asked: false, extractive: job.Attempts > ModelAttempts, ct);
            await ForgetAsync(db, job, ct);
        }
        catch (ProblemException)
        {
            // The conversation is gone, and its job with it.
        }
        catch (ModelException failure)
        {
            log.LogWarning("Summary of conversation {ConversationId} failed for the {Attempt}. time: {Kind} {Cause}",
                job.ConversationId, job.Attempts, failure.Kind, failure.Cause);
            await PostponeAsync(db, job, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "Summary of conversation {ConversationId} failed", job.ConversationId);
            await PostponeAsync(db, job, ct);
        }
    }

    private static async Task ForgetAsync(AppDbContext db, ClaimedSummaryJob job, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.SummaryJobs.Where(j => j.OwnerId == job.OwnerId && j.ConversationId == job.ConversationId).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task PostponeAsync(AppDbContext db, ClaimedSummaryJob job, CancellationToken ct)
    {
        var later = clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(600, 10 * Math.Pow(2, job.Attempts)));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.SummaryJobs
            .Where(j => j.OwnerId == job.OwnerId && j.ConversationId == job.ConversationId)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.NotBefore, later), ct);
        await transaction.CommitAsync(ct);
    }
}
