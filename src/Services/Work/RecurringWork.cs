namespace ConversationMemory.Services.Work;

/// <summary>
/// All work that comes again by itself. One instance does it, whichever is first: a row of <c>app.jobs</c> that belongs to nobody says when it was
/// done last, how that ended and when it is next. Admins see it under /admin/jobs.
/// </summary>
public static class RecurringWork
{
    /// <summary>Conversations that are due are moved on.</summary>
    public static readonly JobKind Sweep = Of("sweep", "Ending what the policies end", TimeSpan.FromMinutes(10));

    /// <summary>The entries of the ledger are added to what people hold.</summary>
    public static readonly JobKind FoldLedger = Of("ledger", "Adding up what people hold", TimeSpan.FromMinutes(1));

    /// <summary>What people hold is compared with what is there, and old notes of idle sweeps go.</summary>
    public static readonly JobKind ReconcileUsage = Of("reconciliation", "Comparing what people hold with what is there", TimeSpan.FromDays(1));

    /// <summary>Storage is measured, and alerts are sent.</summary>
    public static readonly JobKind MeasureStorage = Of("storage", "Measuring storage and sending alerts", TimeSpan.FromMinutes(1));

    /// <summary>What has gone cold is packed. Not in the first moments of the app, which has other things to do then.</summary>
    public static readonly JobKind Pack = Of("packing", "Packing what has gone cold", TimeSpan.FromMinutes(5)) with { StartsLate = true };

    /// <summary>Copies that were saved before a deletion are removed when their time is over.</summary>
    public static readonly JobKind RemoveSavedCopies = Of("saved_copies", "Removing saved copies whose time is over", TimeSpan.FromMinutes(10));

    /// <summary>Uploads and export files whose time is over are removed.</summary>
    public static readonly JobKind RemoveFiles = Of("stored_files", "Removing files whose time is over", TimeSpan.FromMinutes(10));

    /// <summary>What imports listed a month ago is forgotten.</summary>
    public static readonly JobKind ForgetImports = Of("lists_of_imports", "Forgetting lists of old imports", TimeSpan.FromHours(6));

    /// <summary>Replies of instances that died are ended.</summary>
    public static readonly JobKind RecoverReplies = Of("replies", "Ending replies whose instance is gone", TimeSpan.FromSeconds(10));

    /// <summary>Idempotency keys of yesterday are forgotten.</summary>
    public static readonly JobKind ForgetSends = Of("idempotency_keys", "Forgetting yesterday's idempotency keys", TimeSpan.FromHours(1));

    /// <summary>People who are to be told by mail what is about to end get a job each.</summary>
    public static readonly JobKind FindNotices = Of("notice_mails", "Finding whom to tell that something is about to end", TimeSpan.FromHours(1));

    /// <summary>Closed accounts that no hold keeps any more get a job each.</summary>
    public static readonly JobKind FindClosedAccounts = Of("closed_accounts", "Finding closed accounts that nothing keeps any more", TimeSpan.FromHours(1));

    public static readonly IReadOnlyList<JobKind> All =
    [
        Sweep, FoldLedger, ReconcileUsage, MeasureStorage, Pack, RemoveSavedCopies, RemoveFiles, ForgetImports, RecoverReplies, ForgetSends, FindNotices, FindClosedAccounts,
    ];

    private static JobKind Of(string name, string title, TimeSpan every) => new($"recurring.{name}", title) { Every = every };
}
