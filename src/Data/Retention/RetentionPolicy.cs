namespace ConversationMemory.Data.Retention;

/// <summary>What is set for the system, an organisation or an agent. The system's policy says everything.</summary>
public sealed class RetentionPolicy : RetentionRules
{
    public PolicyScope Scope { get; init; }

    /// <summary>The organisation or agent; <see cref="Guid.Empty"/> for the system.</summary>
    public Guid ScopeId { get; init; }

    /// <summary>Columns, such as <c>ttl_days</c>, that narrower policies may not change.</summary>
    public string[] Locked { get; set; } = [];

    /// <summary>The longest message of a user, in Unicode characters. The system's policy only.</summary>
    public int? MaxMessageLength { get; set; }

    /// <summary>The most tool-call JSON kept with a message, in Unicode characters. The system's policy only.</summary>
    public int? MaxToolCallSize { get; set; }

    /// <summary>True while window and TTL follow the settings; false once an admin has set the system's policy.</summary>
    public bool FollowsSettings { get; set; }

    public Guid? UpdatedBy { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}
