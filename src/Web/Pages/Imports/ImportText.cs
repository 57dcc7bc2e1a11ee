using ConversationMemory.Data.Imports;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Imports;

namespace ConversationMemory.Web.Pages.Imports;

/// <summary>Imports in words.</summary>
public static class ImportText
{
    public static string State(ImportState state) => state switch
    {
        ImportState.Reading => "being read",
        ImportState.Ready => "to be looked at",
        ImportState.Importing => "running",
        ImportState.Done => "done",
        ImportState.Failed => "failed",
        ImportState.Undoing => "being undone",
        _ => "undone",
    };

    /// <summary>The badge's colour.</summary>
    public static string? Kind(ImportState state) => state switch
    {
        ImportState.Done => "good",
        ImportState.Failed => "bad",
        ImportState.Ready => "warn",
        _ => null,
    };

    public static string Outcome(ImportEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Outcome switch
        {
            ImportOutcome.New => "new",
            ImportOutcome.Duplicate => "there already",
            ImportOutcome.Damaged => "damaged",
            ImportOutcome.Skipped => entry.Branches < 0 ? "other branch" : "left out",
            ImportOutcome.Imported => "imported",
            ImportOutcome.Archived => "in the archive",
            _ => "undone",
        };
    }

    public static string? Kind(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Imported or ImportOutcome.Archived => "good",
        ImportOutcome.Damaged => "bad",
        _ => null,
    };

    public static string Count(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";

    /// <summary>What becomes of messages that the window has no room for.</summary>
    public static string Window(ImportFigures figures, ResolvedPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(policy);
        var longer = $"{Count(figures.Trimmed, "conversation is", "conversations are")} longer than the {policy.WindowMessages:N0} messages that are kept in sight. ";
        var leaving = Count(figures.TrimmedMessages, "older message", "older messages");
        return longer + policy.WindowAction switch
        {
            WindowAction.Summarise => $"{leaving} will be summarised and then removed; in the archive they stay until the conversation is continued. Pinned messages stay.",
            WindowAction.Archive => $"{leaving} will be archived with their conversations, where you can read them. Pinned messages stay in sight.",
            _ => $"{leaving} will not be imported, as the policy has it, but for pinned ones: keep the file if you need them, or choose another agent.",
        };
    }

    /// <summary>What becomes of tool calls that are more than is kept with a reply.</summary>
    public static string Calls(ImportReport report, ResolvedPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(policy);
        return $"Of the tool calls of a reply {policy.MaxToolCallSize:N0} characters are kept; some here take up to {report.LongestCalls:N0} and are cut. Long inputs stand in the text as well.";
    }

    public static string Archive(ImportFigures figures, ResolvedPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(policy);
        var kept = policy.ArchiveDays > 0 ? $"kept there for {Count(policy.ArchiveDays, "day", "days")}, and you are told before they end" : "kept there for ever";
        return $"{Count(figures.Old, "conversation was", "conversations were")} last active more than {Count(policy.TtlDays, "day", "days")} ago, longer than conversations live here. "
            + $"They go straight to your archive, {kept}. Nothing is deleted. From the archive you can restore any of them.";
    }
}
