using ConversationMemory.Services.Models;

namespace ConversationMemory.Services.Chat;

/// <summary>What a watcher of a reply sees next.</summary>
/// <param name="Delta">Text that is new to this watcher; may be empty.</param>
/// <param name="Tools">All tool calls so far, in order.</param>
/// <param name="Ended">True once: the reply is over, and its message, if it left one, is in the database.</param>
/// <param name="Failure">How the model failed, at the end of a reply that broke on this instance; null when it did not, or it is not known.</param>
public sealed record ReplyUpdate(string Delta, IReadOnlyList<ToolProgress> Tools, bool Ended, ModelError? Failure = null)
{
    /// <summary>With <see cref="Ended"/>: whoever watches may read no more, and is told nothing of how the reply went on.</summary>
    public bool IsTakenBack { get; init; }
}
