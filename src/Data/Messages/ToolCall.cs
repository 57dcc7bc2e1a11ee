namespace ConversationMemory.Data.Messages;

/// <summary>One call of a tool, as it is kept with the reply that made it.</summary>
/// <param name="Id">The id the model gave the call; ties the result to it.</param>
/// <param name="Name">The tool's name, such as <c>calculator</c>.</param>
/// <param name="Input">The arguments as JSON text.</param>
/// <param name="Status"><c>ok</c>, <c>failed</c> or <c>timeout</c>.</param>
/// <param name="Output">What the tool answered, cut to a short length; the model saw the whole.</param>
public sealed record ToolCall(string Id, string Name, string Input, string Status, string? Output);
