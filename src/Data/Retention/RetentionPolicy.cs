namespace ConversationMemory.Data.Retention;

/// <summary>What is kept, and the limits of a message. One row, for the whole system; triggers read it.</summary>
public sealed class RetentionPolicy
{
    public const string System = "system";

    public string Scope { get; init; } = System;

    /// <summary>The newest messages kept in a conversation; null: all of them.</summary>
    public int? WindowMessages { get; set; }

    /// <summary>True: what leaves the window stays in the table, unseen, until a summary covers it.</summary>
    public bool WindowWaitsForSummary { get; set; } = true;

    /// <summary>The longest message of a user, in Unicode characters.</summary>
    public int MaxMessageLength { get; set; }

    /// <summary>The most tool-call JSON kept with a message, in Unicode characters.</summary>
    public int MaxToolCallSize { get; set; }

    /// <summary>True while the window follows the settings; false once an admin has set it here.</summary>
    public bool FollowsSettings { get; set; } = true;

    public DateTimeOffset UpdatedAt { get; set; }
}
