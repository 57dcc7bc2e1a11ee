namespace ConversationMemory.Services.Chat;

/// <summary>What a watcher of a reply sees next.</summary>
/// <param name="Delta">Text that is new to this watcher; may be empty.</param>
/// <param name="Tools">All tool calls so far, in order.</param>
/// <param name="Ended">True once: the reply is over, and its message, if it left one, is in the database.</param>
public sealed record ReplyUpdate(string Delta, IReadOnlyList<ToolProgress> Tools, bool Ended);
