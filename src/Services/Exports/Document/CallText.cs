using ConversationMemory.Data.Messages;


namespace ConversationMemory.Services.Exports.Document;

/// <summary>The words for a call of a tool, the same in each format.</summary>
internal static class CallText
{
    public static string Title(ToolCall call) => $"Used {call.Name.Replace('_', ' ')}{(call.Status == "ok" ? "" : $" ({call.Status})")}";

    public static IEnumerable<(string Name, string Text)> Parts(ToolCall call) => [("Input", call.Input), ("Result", call.Output ?? "none")];
}
