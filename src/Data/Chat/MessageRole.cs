namespace ConversationMemory.Data.Chat;

public enum MessageRole
{
    User,
    Assistant,
    System,
    Tool,
}
