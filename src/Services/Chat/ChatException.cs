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
}
