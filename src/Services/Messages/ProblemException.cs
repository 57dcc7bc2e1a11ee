namespace ConversationMemory.Services.Messages;

/// <summary>The message is meant for the person in the chat.</summary>
public sealed class ProblemException(ProblemKind problem, string message) : Exception(message)
{
    public ProblemKind Problem { get; } = problem;

    public static ProblemException NoConversation() => new(
        ProblemKind.NoConversation, "There is no such conversation. It may have been deleted.");

    public static ProblemException NoAgent() => new(
        ProblemKind.NoAgent, "There is no such agent, or it takes no new conversations. Choose another one.");

    public static ProblemException NotNewest() => new(
        ProblemKind.NotNewest, "The conversation has moved on: only its newest question can be edited or answered again.");

    public static ProblemException QuotaExceeded(string megabytes, int allowed) => new(
        ProblemKind.QuotaExceeded,
        $"Your conversations take {megabytes} MB, and {allowed} MB are allowed. Delete or archive some that you no longer need, and empty "
        + "the trash; what they took is free about a minute later. Reading and exporting go on as before.");
}
