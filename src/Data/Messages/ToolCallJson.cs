using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConversationMemory.Data.Messages;

/// <summary>How tool calls are written to the database: snake_case, no needless escapes (they would count as length).</summary>
public static class ToolCallJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
