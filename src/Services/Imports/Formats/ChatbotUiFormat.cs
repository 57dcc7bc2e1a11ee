using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>A conversation of Chatbot UI's export, which is one object with a list of them; messages without times.</summary>
internal static class ChatbotUiFormat
{
    public const string Name = "chatbotui";

    /// <summary>Under which it has its conversations.</summary>
    public const string List = "history";

    public static bool Recognises(JsonElement json) => json.List("messages") is not null && json.Object("model") is not null && json.Get("prompt") is not null;

    public static IEnumerable<ImportedChat> Read(JsonElement json) =>
    [
        new ImportedChat
        {
            Format = Name,
            SourceId = json.Text("id"),
            Title = json.Text("name"),
            Messages = [.. json.Items("messages").Select(m => Draft(m, json.Object("model")?.Text("id"))).Where(d => !d.IsEmpty).Select(d => d.Message())],
            Notes = ["The file has no times."],
        },
    ];

    private static MessageDraft Draft(JsonElement message, string? model)
    {
        var role = message.Text("role") switch { "user" => MessageRole.User, "system" => MessageRole.System, _ => MessageRole.Assistant };
        var draft = new MessageDraft(role, null) { Model = role == MessageRole.Assistant ? model : null };
        draft.AddText(message.Text("content"));
        return draft;
    }
}
