namespace ConversationMemory.Data.Messages;

/// <summary>How a message ended: whole, stopped by its reader, or broken off by a fault.</summary>
public enum MessageStatus
{
    Complete,
    Stopped,
    Broken,
}
