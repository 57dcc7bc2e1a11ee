using ConversationMemory.Data.Retention;

namespace ConversationMemory.Web.Pages.Admin.Cleanup;

/// <summary>A run as its page shows it.</summary>
/// <param name="IsCleanup">An admin started it; false: a sweep.</param>
/// <param name="Receipts">What was removed for good, by it or later from the trash it filled.</param>
public sealed record RunView(CleanupRun Run, bool IsCleanup, IReadOnlyList<Receipt> Receipts)
{
    public static RunView Of(CleanupRun run) => new(run, run?.Filter is not null, []);

    public string State => Run.State switch
    {
        RunState.Running => "running",
        RunState.Finished => "finished",
        RunState.Paused => "stopped, can go on",
        _ => "interrupted; the next run went on",
    };

    public bool IsRunning => Run.State == RunState.Running;
}
