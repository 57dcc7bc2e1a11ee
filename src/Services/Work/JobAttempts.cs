using ConversationMemory.Data;
using ConversationMemory.Data.Work;
using ConversationMemory.Data.Work.Queries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Work;

/// <summary>Has one job done by its handler, and says what becomes of it: gone, tried again later, or given up.</summary>
public sealed class JobAttempts(
    IServiceScopeFactory scopes, WakeUps wakeUps, MaintenanceDataSource database, InstanceInfo instance, TimeProvider clock, ILogger<JobAttempts> log)
{
    /// <summary>An instance that was silent for so long is gone.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    internal static readonly TimeSpan Beat = Silence / 6;

    private static readonly TimeSpan Postponement = TimeSpan.FromSeconds(2);

    /// <summary>At the start: in a database of one's own nobody else can be working, so what is begun was left behind.</summary>
    public Task TakeBackAsync(CancellationToken ct) => instance.IsAlone
        ? Jobs.FreeLostAsync(database, DateTimeOffset.MaxValue, clock.GetUtcNow(), ct)
        : Task.CompletedTask;

    /// <param name="stop">The job is to be stopped.</param>
    /// <param name="ending">The instance ends; <paramref name="stop"/> is set too.</param>
    public async Task RunAsync(JobRegistration registration, ClaimedJob job, CancellationToken stop, CancellationToken ending)
    {
        var kind = registration.Kind;
        try
        {
            await TryAsync(registration, job, stop, ending);
        }
        catch (Exception fault)
        {
            // Its last sign of life gets old, and then it is begun again.
            log.LogError(fault, "What became of job {JobId} ({Kind}) could not be written down", job.Id, kind.Name);
        }
    }

    private async Task TryAsync(JobRegistration registration, ClaimedJob job, CancellationToken stop, CancellationToken ending)
    {
        try
        {
            // Its instance ended each time, so there was nobody to count it as failed.
            if (job.Attempts > registration.Kind.MostAttempts && registration.Kind.Every is null)
                throw new JobException("The app ended in each attempt.") { IsFinal = true };
            await HandleAsync(registration, job, (handler, run) => handler.RunAsync(run, stop));
            await DoneAsync(registration.Kind, job);
        }
        catch (Exception early) when (early is JobPostponedException || (early is OperationCanceledException && ending.IsCancellationRequested))
        {
            var notBefore = clock.GetUtcNow() + (early is JobPostponedException ? Postponement : TimeSpan.Zero);
            await Jobs.ReleaseAsync(database, wakeUps.Instance, job, notBefore, CancellationToken.None);
        }
        catch (Exception stopped) when (stopped is JobLostException || stop.IsCancellationRequested)
        {
            await Jobs.EndAsync(database, wakeUps.Instance, job, CancellationToken.None);
        }
        catch (Exception fault)
        {
            await FailedAsync(registration, job, fault);
        }
    }

    private Task DoneAsync(JobKind kind, ClaimedJob job) => kind.Every is null
        ? Jobs.EndAsync(database, wakeUps.Instance, job, CancellationToken.None)
        : DeferAsync(job, JobState.Waiting, clock.GetUtcNow() + kind.UntilNext(), anew: true, error: null);

    private async Task FailedAsync(JobRegistration registration, ClaimedJob job, Exception fault)
    {
        var kind = registration.Kind;
        var isOver = kind.Every is null && (job.Attempts >= kind.MostAttempts || fault is JobException { IsFinal: true });
        if (isOver)
        {
            log.LogError(fault, "Job {JobId} ({Kind}) failed in attempt {Attempt} and is given up", job.Id, kind.Name, job.Attempts);
            await TellAsync(registration, job);
        }
        else
        {
            log.LogWarning(fault, "Job {JobId} ({Kind}) failed in attempt {Attempt} and will be tried again", job.Id, kind.Name, job.Attempts);
        }

        await DeferAsync(job, isOver ? JobState.Dead : JobState.Waiting, clock.GetUtcNow() + kind.WaitAfter(job.Attempts), anew: false, JobError.Of(fault));
    }

    private async Task TellAsync(JobRegistration registration, ClaimedJob job)
    {
        try
        {
            await HandleAsync(registration, job, (handler, run) => handler.GivenUpAsync(run, CancellationToken.None));
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Nobody could be told that job {JobId} ({Kind}) is given up", job.Id, registration.Kind.Name);
        }
    }

    private async Task HandleAsync(JobRegistration registration, ClaimedJob job, Func<IJobHandler, JobRun, Task> work)
    {
        await using var scope = job.OwnerId == Job.System ? scopes.AsNobody() : scopes.AsOwner(job.OwnerId);
        await work(scope.Get(registration), new JobRun(job, wakeUps.Instance, database, clock));
    }

    private Task DeferAsync(ClaimedJob job, JobState state, DateTimeOffset notBefore, bool anew, string? error) =>
        Jobs.DeferAsync(database, wakeUps.Instance, job, state, notBefore, anew, error, clock.GetUtcNow(), CancellationToken.None);
}
