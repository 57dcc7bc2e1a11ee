using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>An element of ChatGPT's <c>conversations.json</c>: a tree of messages, and where its reader was in it.</summary>
internal static partial class ChatGptFormat
{
    public const string Name = "chatgpt";

    public static bool Recognises(JsonElement json) => json.Object("mapping") is not null;

    public static IEnumerable<ImportedChat> Read(JsonElement json)
    {
        var tree = new ChatTree<JsonElement>();
        foreach (var node in json.Object("mapping")!.Value.EnumerateObject()) tree.Add(node.Name, node.Value.Text("parent"), node.Value);
        if (tree.IsEmpty) return [];
        var shown = json.Text("current_node");
        var notes = new List<string>();
        if (!tree.Has(shown))
        {
            if (shown is not null) notes.Add("Which branch was shown is not in the file; the latest one was taken.");
            shown = tree.LatestLeaf(Time);
        }

        var chat = new ImportedChat
        {
            Format = Name,
            SourceId = json.Text("conversation_id") ?? json.Text("id"),
            Title = json.Text("title"),
            CreatedAt = json.Time("create_time"),
            UpdatedAt = json.Time("update_time"),
            Messages = [],
            Notes = notes,
        };
        return [tree.Chat(shown!, chat, Messages)];
    }

    private static DateTimeOffset? Time(JsonElement node) => node.Object("message")?.Time("create_time");

    private static List<MessageRecord> Messages(IReadOnlyList<JsonElement> path)
    {
        var drafts = new List<MessageDraft>();
        var thoughts = new List<string>();
        foreach (var message in path.Select(node => node.Object("message")).OfType<JsonElement>())
        {
            if (message.Object("metadata")?.IsTrue("is_visually_hidden_from_conversation") == true) continue;
            if (IsThought(message, thoughts) || IsAnswer(message, drafts)) continue;
            var draft = Draft(message);
            if (draft.Role == MessageRole.Assistant) draft = WithThoughts(draft, message, thoughts);
            if (!draft.IsEmpty) drafts.Add(draft);
        }

        if (thoughts.Count > 0) drafts.Add(Unanswered(thoughts, path[^1].Object("message")));
        return [.. drafts.Select(d => d.Message())];
    }

    // Thoughts are nodes of their own; they belong to the reply that follows.
    private static bool IsThought(JsonElement message, List<string> thoughts)
    {
        if (message.Object("content") is not { } content) return true;
        switch (content.Text("content_type"))
        {
            case "thoughts":
                thoughts.AddRange(content.Items("thoughts").Select(t => string.Join('\n', new[] { t.Text("summary"), t.Text("content") }.OfType<string>())));
                return true;
            case "reasoning_recap" or "user_editable_context" or "model_editable_context":
                return true;
            default:
                return false;
        }
    }

    // It was stopped while it thought.
    private static MessageDraft Unanswered(List<string> thoughts, JsonElement? last)
    {
        var draft = new MessageDraft(MessageRole.Assistant, last?.Time("create_time")) { Status = MessageStatus.Stopped };
        foreach (var thought in thoughts) draft.AddThought(thought);
        return draft;
    }

    private static MessageDraft WithThoughts(MessageDraft draft, JsonElement message, List<string> thoughts)
    {
        if (thoughts.Count == 0) return draft;
        var whole = new MessageDraft(MessageRole.Assistant, message.Time("create_time"));
        foreach (var thought in thoughts) whole.AddThought(thought);
        thoughts.Clear();
        Fill(whole, message);
        return whole;
    }

    // What a tool showed and nobody wrote belongs to the call.
    private static bool IsAnswer(JsonElement message, List<MessageDraft> drafts)
    {
        if (Role(message) != MessageRole.Tool || message.Object("content") is not { } content || content.Text("text") is not null || Texts(content).Any()) return false;
        return content.Text("result") is { } result && drafts.Count > 0 && drafts[^1].TryAnswer(null, message.Object("author")?.Text("name"), result, failed: false);
    }

    private static MessageDraft Draft(JsonElement message)
    {
        var draft = new MessageDraft(Role(message), message.Time("create_time"));
        Fill(draft, message);
        return draft;
    }

    private static void Fill(MessageDraft draft, JsonElement message)
    {
        var content = message.Object("content")!.Value;
        draft.Model = draft.Role == MessageRole.Assistant ? message.Object("metadata")?.Text("model_slug") : null;
        if (draft.Role == MessageRole.Assistant && message.Text("recipient") is { } tool && tool is not ("all" or "assistant"))
            draft.AddCall(message.Text("id"), tool, content.Text("text") ?? string.Join('\n', Texts(content)));
        else
            AddContent(draft, content);
        foreach (var file in message.Object("metadata")?.Items("attachments") ?? [])
            draft.AddMissing(file.Text("mime_type")?.StartsWith("image/", StringComparison.Ordinal) == true ? "Image" : "File", file.Text("name"));
    }

    private static void AddContent(MessageDraft draft, JsonElement content)
    {
        var kind = content.Text("content_type");
        if (kind is "code" or "execution_output" && content.Text("text") is { } code)
            draft.AddCode(code, content.Text("language"));
        else if (content.List("parts") is { } parts)
            AddParts(draft, parts);
        else if ((content.Text("text") ?? content.Text("result")) is { } text)
            draft.AddText(Cleaned(text));
        else if (kind is not (null or "text"))
            draft.AddMissing(kind, null);
    }

    private static void AddParts(MessageDraft draft, JsonElement parts)
    {
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String) draft.AddText(Cleaned(part.Text()!));
            else if (part.ValueKind == JsonValueKind.Object && part.Text("text") is { } spoken) draft.AddText(Cleaned(spoken));
            else if (part.ValueKind == JsonValueKind.Object) draft.AddMissing(Kind(part.Text("content_type")), part.Text("asset_pointer"));
        }
    }

    private static string Kind(string? type) => type switch
    {
        "image_asset_pointer" => "Image",
        not null when type.Contains("audio", StringComparison.Ordinal) => "Audio",
        not null when type.Contains("video", StringComparison.Ordinal) => "Video",
        _ => type ?? "Part",
    };

    private static IEnumerable<string> Texts(JsonElement content) =>
        content.Items("parts").Select(p => p.ValueKind == JsonValueKind.Object ? p.Text("text") : p.Text()).OfType<string>().Where(t => !string.IsNullOrWhiteSpace(t));

    private static MessageRole Role(JsonElement message) => message.Object("author")?.Text("role") switch
    {
        "user" => MessageRole.User,
        "system" or "developer" => MessageRole.System,
        "tool" or "function" => MessageRole.Tool,
        _ => MessageRole.Assistant,
    };

    // Marks for its own page, between private characters: which source a sentence came from.
    private static string Cleaned(string text) => text.Contains('\uE200', StringComparison.Ordinal) ? Marks().Replace(text, "") : text;

    [GeneratedRegex("\uE200[^\uE201]*\uE201")]
    private static partial Regex Marks();
}
