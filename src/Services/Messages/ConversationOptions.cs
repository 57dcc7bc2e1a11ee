namespace ConversationMemory.Services.Messages;

/// <summary>The settings <c>Memory__…</c>. What triggers need of them is written to the database at each start.</summary>
public sealed class ConversationOptions
{
    public const string Section = "Memory";

    /// <summary>The newest messages kept in a conversation; 0: all of them.</summary>
    public int MaxMessagesPerConversation { get; set; } = 30;

    /// <summary>Days a conversation lives after it was last active; 0: for ever.</summary>
    public int ConversationTtlDays { get; set; } = 30;

    /// <summary>What the database may take, in megabytes of 1,000,000 bytes.</summary>
    public int StorageBudgetMegabytes { get; set; } = 500;

    /// <summary>Days without a message after which a conversation is packed; 0: never.</summary>
    public int PackAfterDays { get; set; } = 3;

    /// <summary>The most tokens sent to a model, where the agent says nothing else.</summary>
    public int MaxContextTokens { get; set; } = 8000;

    /// <summary>The longest message, in Unicode characters.</summary>
    public int MaxMessageLength { get; set; } = 4000;

    /// <summary>The most tool-call JSON kept with a message, in characters.</summary>
    public int MaxToolCallSize { get; set; } = 2000;

    /// <summary>A conversation with more unsummarised messages than this is summarised by itself; 0: never.</summary>
    public int SummarizeAfterMessages { get; set; } = 25;

    /// <summary>A conversation with more unsummarised tokens than this is summarised by itself; 0: never.</summary>
    public int SummarizeAfterTokens { get; set; } = 6000;

    /// <summary>How many of the newest messages a summary leaves alone.</summary>
    public int KeepAfterSummary { get; set; } = 15;
}
