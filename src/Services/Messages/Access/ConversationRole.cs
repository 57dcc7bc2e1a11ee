namespace ConversationMemory.Services.Messages.Access;

/// <summary>What somebody is in a conversation. Each may what those before it may.</summary>
public enum ConversationRole
{
    Reader,
    Writer,

    /// <summary>Keeps every right over its retention, its export and its deletion.</summary>
    Owner,
}
