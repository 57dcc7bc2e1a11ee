namespace ConversationMemory.Services.Chat;

/// <summary>The message is meant for the person in the chat.</summary>
public sealed class ChatException(ChatProblem problem, string message) : Exception(message)
{
    public ChatProblem Problem { get; } = problem;

    public static ChatException NoConversation() => new(
        ChatProblem.NoConversation, "There is no such conversation. It may have been deleted.");

    public static ChatException NoAgent() => new(
        ChatProblem.NoAgent, "There is no such agent, or it takes no new conversations. Choose another one.");

    public static ChatException NotNewest() => new(
        ChatProblem.NotNewest, "The conversation has moved on: only its newest question can be edited or answered again.");

    public static ChatException QuotaExceeded(string megabytes, int allowed) => new(
        ChatProblem.QuotaExceeded,
        $"Your conversations take {megabytes} MB, and {allowed} MB are allowed. Delete or archive some that you no longer need, and empty "
        + "the trash; what they took is free about a minute later. Reading and exporting go on as before.");
}
