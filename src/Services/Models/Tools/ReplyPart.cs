using ConversationMemory.Data.Chat;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>What happens while a reply comes into being, in order.</summary>
public abstract record ReplyPart;

/// <summary>More of the reply's text.</summary>
public sealed record TextDelta(string Text) : ReplyPart;

/// <summary>The model called a tool.</summary>
/// <param name="Input">The arguments as JSON text.</param>
public sealed record ToolStarted(string Id, string Name, string Input) : ReplyPart;

/// <summary>A tool call ended, in one way or another.</summary>
/// <param name="Call">Already cut to a storable length by itself; <see cref="ToolCallRecord.Fit"/> makes several fit.</param>
public sealed record ToolFinished(ToolCall Call) : ReplyPart;

/// <summary>The reply is whole. Where it is not, an exception ends the parts instead.</summary>
/// <param name="FinishReason"><c>stop</c>, or <c>length</c> when the answer reached its token limit.</param>
/// <param name="InputTokens">As the provider counted, of all rounds together; null where it does not say.</param>
/// <param name="OutputTokens">The same for what the model wrote.</param>
public sealed record Completed(string FinishReason, long? InputTokens, long? OutputTokens) : ReplyPart;
