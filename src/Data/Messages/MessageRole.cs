namespace ConversationMemory.Data.Messages;

public enum MessageRole
{
    User,
    Assistant,
    System,
    Tool,
}
