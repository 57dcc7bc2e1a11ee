namespace ConversationMemory.Data.Retention;

/// <summary>For whom a policy is set. The narrower one wins, unless the wider one is locked.</summary>
public enum PolicyScope
{
    System,
    Organisation,
    Agent,
}
