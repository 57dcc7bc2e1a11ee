using System.Text.Json;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Text.Tokens;

namespace ConversationMemory.Services.Messages;

/// <summary>The tokens kept with a message: of its text and its tool calls, in <c>o200k_base</c>, whatever model answered.</summary>
public static class MessageTokens
{
    private static readonly TokenCounter Counter = Tokenizers.For("gpt-4o");

    public static int Of(string text, IReadOnlyList<ToolCall>? toolCalls = null) =>
        Counter.Count(text) + (toolCalls is { Count: > 0 } ? Counter.Count(JsonSerializer.Serialize(toolCalls, ToolCallJson.Options)) : 0);
}
