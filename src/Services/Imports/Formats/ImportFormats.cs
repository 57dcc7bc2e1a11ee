using System.Text.Json;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>A form in which conversations come. It is known by what is in it, not by the file's name.</summary>
/// <param name="Name">Stable: part of what a conversation is known by.</param>
/// <param name="Title">For people.</param>
/// <param name="Read">The conversations of one value of the file.</param>
internal sealed record ImportFormat(string Name, string Title, Func<JsonElement, bool> Recognises, Func<JsonElement, IEnumerable<ImportedChat>> Read);

/// <summary>All forms that can be imported.</summary>
public static class ImportFormats
{
    /// <summary>Our Markdown; its reader is text, not JSON: see <see cref="ImportFile"/>.</summary>
    internal const string Markdown = "markdown";

    /// <summary>Under which names the formats that are one object with all conversations have them.</summary>
    internal static readonly IReadOnlyList<string> Lists = [ChatbotUiFormat.List, GrokFormat.List];

    internal static readonly IReadOnlyList<ImportFormat> Json =
    [
        new(OwnFormat.Name, "ConversationMemory", OwnFormat.Recognises, OwnFormat.Read),
        new(ChatGptFormat.Name, "ChatGPT", ChatGptFormat.Recognises, ChatGptFormat.Read),
        new(ClaudeFormat.Name, "Claude", ClaudeFormat.Recognises, ClaudeFormat.Read),
        new(LibreChatFormat.Name, "LibreChat", LibreChatFormat.Recognises, LibreChatFormat.Read),
        new(OpenWebUiFormat.Name, "Open WebUI", OpenWebUiFormat.Recognises, OpenWebUiFormat.Read),
        new(ChatbotUiFormat.Name, "Chatbot UI", ChatbotUiFormat.Recognises, ChatbotUiFormat.Read),
        new(GrokFormat.Name, "Grok", GrokFormat.Recognises, GrokFormat.Read),
        new(AiStudioFormat.Name, "Google AI Studio", AiStudioFormat.Recognises, AiStudioFormat.Read),
    ];

    /// <summary>What a format is called by people.</summary>
    public static string TitleOf(string? name) => name == Markdown ? "Markdown" : Json.FirstOrDefault(f => f.Name == name)?.Title ?? "not known";
}
