using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Work;
using ConversationMemory.Data.Work.Queries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Work;

/// <summary>One attempt at a job, as its handler sees it.</summary>
public sealed class JobRun
{
    private readonly ClaimedJob job;
    private readonly string instance;
    private readonly MaintenanceDataSource database;
    private readonly TimeProvider clock;

    internal JobRun(ClaimedJob job, string instance, MaintenanceDataSource database, TimeProvider clock) =>
        (this.job, this.instance, this.database, this.clock) = (job, instance, database, clock);

    public Guid OwnerId => job.OwnerId;

    /// <summary>What it is about.</summary>
    public Guid Subject => job.Subject;

    /// <summary>From 1.</summary>
    public int Attempt => job.Attempts;

    /// <exception cref="JsonException">It is of another shape.</exception>
    public T Payload<T>() => JsonSerializer.Deserialize<T>(job.Payload ?? "null", JobPayload.Options)
        ?? throw new JobException("The job has no payload.") { IsFinal = true };

    /// <summary>Says how far it is.</summary>
    /// <exception cref="JobLostException">It was stopped or taken over.</exception>
    public async Task ReportAsync(int done, int? total, CancellationToken ct)
    {
        if (!await Jobs.ReportAsync(database, instance, job, done, total, clock.GetUtcNow(), ct)) throw new JobLostException();
    }

    /// <summary>Ends the job in the transaction that keeps its result: either both are there or neither. For results that must not come twice.</summary>
    /// <exception cref="JobLostException">It was stopped or taken over: the transaction is to be rolled back.</exception>
    public async Task FinishAsync(DbContext db, CancellationToken ct)
    {
        if (!await Jobs.FinishAsync(db, instance, job, ct)) throw new JobLostException();
    }
}
