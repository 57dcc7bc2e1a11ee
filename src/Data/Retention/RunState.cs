namespace ConversationMemory.Data.Retention;

public enum RunState
{
    Running,
    Paused,
    Stopped,
    Finished,
}
