namespace ConversationMemory.Data.Retention;

/// <summary>What holds for the conversations of an agent: kept by triggers from the policies, read by each message.</summary>
public sealed class ResolvedPolicy
{
    public Guid AgentId { get; init; }
    public Guid OrganisationId { get; init; }

    /// <summary>Null: all.</summary>
    public int? WindowMessages { get; init; }

    public WindowAction WindowAction { get; init; }

    /// <summary>0: for ever.</summary>
    public int TtlDays { get; init; }

    public EndAction AtEnd { get; init; }

    /// <summary>0: for ever.</summary>
    public int ArchiveDays { get; init; }

    public int NoticeDays { get; init; }
    public int TrashDays { get; init; }
    public bool ExportFirst { get; init; }
    public bool KeepMemories { get; init; }
    public bool AllowPin { get; init; }
    public bool AllowExtend { get; init; }
    public int QuotaSoftMegabytes { get; init; }
    public int QuotaHardMegabytes { get; init; }
    public int MaxMessageLength { get; init; }
    public int MaxToolCallSize { get; init; }

    /// <summary>Columns that a conversation's own policy may not change.</summary>
    public string[] Locked { get; init; } = [];

    /// <summary>JSON: column to the scope that decided it, such as <c>{"ttl_days": "organisation"}</c>.</summary>
    public string Sources { get; init; } = "{}";
}
