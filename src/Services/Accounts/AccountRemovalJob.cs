using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Accounts;

/// <summary>Goes on with the removal of a closed account that no hold keeps any more. Its subject is the person.</summary>
internal sealed class AccountRemovalJob(AccountRemoval removal) : IJobHandler
{
    public static readonly JobKind Kind = new("account_removal", "Removal of closed accounts");

    public Task RunAsync(JobRun job, CancellationToken ct) => removal.FinishAsync(job.Subject, ct);
}
