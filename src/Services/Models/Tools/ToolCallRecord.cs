using System.Text.Json;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Text;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>Keeps the record of a reply's tool calls within the size the database takes.</summary>
public static class ToolCallRecord
{
    // PostgreSQL writes jsonb with a space after each colon and comma.
    private const int SpacesPerCall = 12;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>
    /// Shortens outputs, then inputs, until the calls fit into <paramref name="maxSize"/> chars of JSON; where even that is not
    /// enough, the last calls are left out.
    /// </summary>
    public static IReadOnlyList<ToolCall> Fit(IReadOnlyList<ToolCall> calls, int maxSize)
    {
        foreach (var length in (int[])[2000, 1000, 500, 250, 120, 60, 30, 0])
        {
            if (Size(calls) <= maxSize)
                return calls;
            calls = [.. calls.Select(call => call with { Output = call.Output is null ? null : TextCut.To(call.Output, length) })];
        }
        foreach (var length in (int[])[500, 120, 40])
        {
            if (Size(calls) <= maxSize)
                return calls;
            calls = [.. calls.Select(call => call with { Input = CutInput(call.Input, length) })];
        }
        var kept = calls.Count;
        while (kept > 0 && Size(calls.Take(kept)) > maxSize)
            kept--;
        return [.. calls.Take(kept)];
    }

    /// <summary>An upper bound of the chars the calls take as JSON, whether or not non-ASCII is escaped.</summary>
    public static int Size(IEnumerable<ToolCall> calls) =>
        2 + calls.Sum(call => JsonSerializer.Serialize(call, Json).Length + SpacesPerCall);

    /// <summary>The input stays JSON: it is sent to the model again with the history.</summary>
    private static string CutInput(string input, int length) => input.Length <= length
        ? input
        : JsonSerializer.Serialize(new Dictionary<string, string> { ["cut"] = TextCut.To(input, length) });
}
