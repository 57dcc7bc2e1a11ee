using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Work;

/// <summary>
/// All work that comes again by itself. Each instance does it; where two would do the same, the database gives it to one.
/// </summary>
/// <param name="Name">For the log.</param>
/// <param name="Interval">Between the end of one time and the beginning of the next, but for some jitter.</param>
public sealed record Recurring(string Name, TimeSpan Interval)
{
    /// <summary>Conversations that are due are moved on: <c>ScheduledSweep</c>.</summary>
    public static readonly Recurring SweepBySchedule = new("sweep", TimeSpan.FromMinutes(10));

    /// <summary>Cleanups whose instance is gone are taken over: <c>CleanupRunner</c>.</summary>
    public static readonly Recurring LookForCleanups = new("cleanups", TimeSpan.FromSeconds(5));

    /// <summary>Copies are saved of conversations whose deletion waits for them, and removed when their time is over: <c>SavedCopyWorker</c>.</summary>
    public static readonly Recurring SaveCopies = new("saved copies", TimeSpan.FromSeconds(30));

    /// <summary>The entries of the ledger are added to what people hold: <c>LedgerWorker</c>.</summary>
    public static readonly Recurring FoldLedger = new("ledger", TimeSpan.FromMinutes(1));

    /// <summary>What people hold is compared with what is there, and old notes of idle sweeps go: <c>LedgerWorker</c>.</summary>
    public static readonly Recurring ReconcileUsage = new("reconciliation", TimeSpan.FromDays(1));

    /// <summary>Closed accounts that no hold keeps any more are removed: <c>ClosedAccountWorker</c>.</summary>
    public static readonly Recurring FinishRemovals = new("closed accounts", TimeSpan.FromHours(1));

    /// <summary>People are told by mail what is about to end, once a day at most: <c>NoticeMailWorker</c>.</summary>
    public static readonly Recurring MailNotices = new("notice mails", TimeSpan.FromHours(1));

    /// <summary>Replies of instances that died are ended: <c>ReplyRecoveryService</c>.</summary>
    public static readonly Recurring RecoverReplies = new("recovery of replies", TimeSpan.FromSeconds(10));

    /// <summary>Idempotency keys of yesterday are forgotten: <c>ReplyRecoveryService</c>.</summary>
    public static readonly Recurring ForgetSends = new("idempotency keys", TimeSpan.FromHours(1));

    /// <summary>Summary jobs that nobody announced are looked for: <c>SummaryService</c>.</summary>
    public static readonly Recurring LookForSummaries = new("summaries", TimeSpan.FromSeconds(15));

    /// <summary>Exports of many whose instance is gone are taken over: <c>ExportRunner</c>.</summary>
    public static readonly Recurring LookForExports = new("exports", TimeSpan.FromSeconds(10));

    /// <summary>Uploads and export files whose time is over are removed: <c>StoredFileExpiry</c>.</summary>
    public static readonly Recurring RemoveFiles = new("stored files", TimeSpan.FromMinutes(10));

    /// <summary>Imports whose instance is gone are taken over: <c>ImportRunner</c>.</summary>
    public static readonly Recurring LookForImports = new("imports", TimeSpan.FromSeconds(5));

    /// <summary>What imports listed a month ago is forgotten: <c>ImportForgetting</c>.</summary>
    public static readonly Recurring ForgetImports = new("lists of imports", TimeSpan.FromHours(6));

    /// <summary>Does it again and again until <paramref name="ct"/>; a time that fails is logged, and the next one comes.</summary>
    public async Task RepeatAsync(Func<CancellationToken, Task> work, TimeProvider clock, ILogger log, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
                await Task.Delay(Interval + Jitter(), clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                log.LogError(fault, "The {Work} failed and will be tried again", Name);
                await Task.Delay(Interval + Jitter(), clock, ct).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    // So that instances that were started together do not stay together.
    private TimeSpan Jitter() => Interval * 0.1 * Random.Shared.NextDouble();
}
