namespace ConversationMemory.Services.Work;

/// <summary>
/// Does one kind of job: a small class, found by <see cref="WorkServices.AddJob{T}"/>. It is made in a scope of the job's owner. It may be ended at any
/// moment and begun again, here or elsewhere, so each step leaves things in order.
/// </summary>
public interface IJobHandler
{
    /// <summary>Does it. Returning means that it is done; throwing, that it failed and is tried again later.</summary>
    /// <exception cref="JobException">It failed for a reason that an admin can read.</exception>
    Task RunAsync(JobRun job, CancellationToken ct);

    /// <summary>It is given up: whoever waits for it is to be told. It may be called again after a crash.</summary>
    Task GivenUpAsync(JobRun job, CancellationToken ct) => Task.CompletedTask;
}
