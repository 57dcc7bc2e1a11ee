using System.Text.Json;
using ConversationMemory.Data.Chat;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>Chatbot UI's export: one object with all conversations, of messages without times.</summary>
internal static class ChatbotUiFormat
{
    public const string Name = "chatbotui";

    public static bool Recognises(JsonElement json) => json.Get("version") is not null && json.List("history") is not null;

    public static IEnumerable<ImportedChat> Read(JsonElement json) => json.Items("history").Select(chat => new ImportedChat
    {
        Format = Name,
        SourceId = chat.Text("id"),
        Title = chat.Text("name"),
        Messages = [.. chat.Items("messages").Select(m => Draft(m, chat.Object("model")?.Text("id"))).Where(d => !d.IsEmpty).Select(d => d.Message())],
        Notes = ["The file has no times."],
    });

    private static MessageDraft Draft(JsonElement message, string? model)
    {
        var role = message.Text("role") switch { "user" => MessageRole.User, "system" => MessageRole.System, _ => MessageRole.Assistant };
        var draft = new MessageDraft(role, null) { Model = role == MessageRole.Assistant ? model : null };
        draft.AddText(message.Text("content"));
        return draft;
    }
}
