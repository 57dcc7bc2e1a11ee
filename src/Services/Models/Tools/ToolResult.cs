using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>How a tool call ended, and what the model gets to see of it.</summary>
/// <param name="Status"><c>ok</c>, <c>failed</c> or <c>timeout</c>.</param>
internal sealed record ToolResult(string Status, string Text)
{
    public FunctionResultContent ToContent(string callId) =>
        new(callId, Text) { Exception = Status == "ok" ? null : new ToolException(Text) };
}
