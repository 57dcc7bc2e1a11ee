namespace ConversationMemory.Services.Work;

/// <summary>Recurring work that is one call.</summary>
internal sealed class RecurringHandler(Func<CancellationToken, Task> work) : IJobHandler
{
    public Task RunAsync(JobRun job, CancellationToken ct) => work(ct);
}
