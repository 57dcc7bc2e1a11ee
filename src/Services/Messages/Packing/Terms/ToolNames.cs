using System.Text.Json;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Storage;

namespace ConversationMemory.Services.Messages.Packing.Terms;

/// <summary>The tools that were called for a message.</summary>
internal static class ToolNames
{
    public static IReadOnlyList<string> Of(StoredMessage message) => Of(message.ToolCalls);

    /// <param name="calls">The column's JSON; null for none.</param>
    public static IReadOnlyList<string> Of(string? calls)
    {
        if (calls is null) return [];
        try
        {
            return [.. (JsonSerializer.Deserialize<List<ToolCall>>(calls, ToolCallJson.Options) ?? []).Select(call => call?.Name?.ToLowerInvariant()).OfType<string>().Distinct()];
        }
        catch (JsonException)
        {
            // Of another shape than this version writes: no reason to leave a conversation unpacked.
            return [];
        }
    }
}
