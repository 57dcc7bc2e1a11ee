namespace ConversationMemory.Web.Pages.Chat;

/// <summary>The form a message is written in.</summary>
/// <param name="ConversationId">Null while the conversation has no message yet.</param>
/// <param name="Running">The message whose reply is being written: Stop takes the place of Send.</param>
/// <param name="Text">What was written and could not be sent.</param>
/// <param name="Problem">Why it could not.</param>
public sealed record ComposerView(Guid? ConversationId, int MaxLength, int? Running = null, string Text = "", string? Problem = null)
{
    public string Url => ConversationId is null ? "/chat" : $"/chat/{ConversationId}";

    /// <summary>Makes repeating a send harmless. A new one with each form.</summary>
    public Guid Key { get; init; } = Guid.CreateVersion7();

    /// <summary>Agents to choose from, for a new conversation where there are several.</summary>
    public IReadOnlyList<AgentChoice> Agents { get; init; } = [];
}

public sealed record AgentChoice(Guid Id, string Name);
