namespace ConversationMemory.Data.Retention;

/// <summary>What a policy can say. Null: what the wider policy says. Days are of 24 hours.</summary>
public abstract class RetentionRules
{
    /// <summary>The newest messages kept in a conversation; 0: all of them.</summary>
    public int? WindowMessages { get; set; }

    public WindowAction? WindowAction { get; set; }

    /// <summary>Days a conversation lives after it was last active; 0: for ever.</summary>
    public int? TtlDays { get; set; }

    public EndAction? AtEnd { get; set; }

    /// <summary>Days a conversation stays in the archive; 0: for ever.</summary>
    public int? ArchiveDays { get; set; }

    /// <summary>Days between the notice and the end.</summary>
    public int? NoticeDays { get; set; }

    /// <summary>Days a deleted conversation can be restored; 0: it is gone at once.</summary>
    public int? TrashDays { get; set; }

    /// <summary>Whether a copy as Markdown and JSON is saved before a conversation is deleted for its age.</summary>
    public bool? ExportFirst { get; set; }

    /// <summary>Whether long-term memories stay when the conversation they came from goes.</summary>
    public bool? KeepMemories { get; set; }

    /// <summary>Whether people may pin conversations, which then have no end.</summary>
    public bool? AllowPin { get; set; }

    /// <summary>Whether people may give a conversation another full term.</summary>
    public bool? AllowExtend { get; set; }

    /// <summary>Megabytes (of 1,000,000 bytes) of a person from which on they are told; 0: never.</summary>
    public int? QuotaSoftMegabytes { get; set; }

    /// <summary>Megabytes of a person from which on nothing new is taken; 0: no limit.</summary>
    public int? QuotaHardMegabytes { get; set; }
}
