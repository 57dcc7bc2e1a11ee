using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports;

/// <summary>Tool calls within what is kept of them with a reply. Long inputs stand in the text as well, so nothing is lost by it.</summary>
internal static class FittedCalls
{
    /// <param name="most">Characters of all calls as JSON.</param>
    public static IReadOnlyList<ToolCall>? Of(IReadOnlyList<ToolCall>? calls, int most)
    {
        if (calls is null) return null;
        for (var length = 500; length > 10 && Size(calls) > most; length /= 2)
        {
            var longest = length;
            calls = [.. calls.Select(c => c with { Input = Cut(c.Input, longest), Output = c.Output is { } output ? Cut(output, longest) : null })];
        }

        while (calls.Count > 0 && Size(calls) > most) calls = [.. calls.SkipLast(1)];
        return calls.Count > 0 ? calls : null;
    }

    /// <summary>Characters of them as JSON; 0 where there are none.</summary>
    public static int SizeOf(IReadOnlyList<ToolCall>? calls) => calls is { Count: > 0 } ? Size(calls) : 0;

    private static int Size(IReadOnlyList<ToolCall> calls) => JsonSerializer.Serialize(calls, ToolCallJson.Options).Length + calls.Count * 12;

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
}
