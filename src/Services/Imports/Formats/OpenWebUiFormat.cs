using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>Open WebUI's chats: as it exports them, with the chat inside a row, or the chat alone.</summary>
internal static partial class OpenWebUiFormat
{
    public const string Name = "openwebui";

    public static bool Recognises(JsonElement json) => Chat(json) is { } chat && (chat.Object("history")?.Object("messages") is not null || IsList(chat));

    public static IEnumerable<ImportedChat> Read(JsonElement json)
    {
        var chat = Chat(json)!.Value;
        var tree = new ChatTree<JsonElement>();
        if (chat.Object("history")?.Object("messages") is { } map)
            foreach (var node in map.EnumerateObject()) tree.Add(node.Name, node.Value.Text("parentId"), node.Value);
        else
            AddList(tree, chat);
        if (tree.IsEmpty) return [];
        var current = chat.Object("history")?.Text("currentId");
        var about = new ImportedChat
        {
            Format = Name,
            SourceId = json.Text("id") ?? chat.Text("id"),
            Title = json.Text("title") ?? chat.Text("title"),
            CreatedAt = json.Time("created_at") ?? chat.Time("timestamp"),
            UpdatedAt = json.Time("updated_at"),
            Messages = [],
        };
        return [tree.Chat(tree.Has(current) ? current! : tree.LatestLeaf(m => m.Time("timestamp")), about, path => [.. path.Select(Draft).Where(d => !d.IsEmpty).Select(d => d.Message())])];
    }

    private static JsonElement? Chat(JsonElement json) => json.Object("chat") ?? (json.ValueKind == JsonValueKind.Object ? json : null);

    // Other services have messages too; these say how they hang together.
    private static bool IsList(JsonElement chat) => chat.Get("models") is not null && chat.Items("messages").Any(m => m.Get("childrenIds") is not null);

    private static void AddList(ChatTree<JsonElement> tree, JsonElement chat)
    {
        foreach (var message in chat.Items("messages")) tree.Add(message.Text("id") ?? tree.NewId(), message.Text("parentId"), message);
    }

    private static MessageDraft Draft(JsonElement message)
    {
        var role = message.Text("role") switch { "user" => MessageRole.User, "system" => MessageRole.System, "tool" => MessageRole.Tool, _ => MessageRole.Assistant };
        var draft = new MessageDraft(role, message.Time("timestamp")) { Model = role == MessageRole.Assistant ? message.Text("model") : null };
        foreach (var file in message.Items("files")) draft.AddMissing(file.Text("type") == "image" ? "Image" : "File", file.Text("name"));
        if (message.Text("content") is { } text) draft.AddText(WithoutFolds(WithoutCalls(text, draft)));
        foreach (var part in message.Items("content"))
        {
            if (part.Text("text") is { } words) draft.AddText(words);
            else draft.AddMissing(part.Text("type") is "image_url" or "image" ? "Image" : part.Text("type") ?? "Part", null);
        }

        if (role == MessageRole.Assistant && message.Get("error") is { } error && error.ValueKind != JsonValueKind.False)
        {
            draft.Status = MessageStatus.Broken;
            draft.Error = error.Text() ?? error.Text("content") ?? error.Text("detail") ?? "The reply broke off.";
        }

        return draft;
    }

    // Calls of tools stand in the text as well, each as an HTML element with all of it in attributes.
    private static string WithoutCalls(string text, MessageDraft draft) => text.Contains("<details type=\"tool_calls\"", StringComparison.Ordinal)
        ? Calls().Replace(text, fold => Call(fold.Groups[1].Value, draft)).Trim()
        : text;

    private static string Call(string attributes, MessageDraft draft)
    {
        var values = Attributes().Matches(attributes).ToLookup(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        var id = values["id"].FirstOrDefault();
        draft.AddCall(id, values["name"].FirstOrDefault(), values["arguments"].FirstOrDefault());
        if (values["result"].FirstOrDefault() is { Length: > 0 } result) draft.TryAnswer(id, values["name"].FirstOrDefault(), result, failed: false);
        return "";
    }

    // It keeps a model's thoughts in the text, as HTML; here they are a quote like any other.
    private static string WithoutFolds(string text) => text.Contains("<details type=\"reasoning\"", StringComparison.Ordinal)
        ? Thoughts().Replace(text, fold => MessageDraft.Thought(Quotes().Replace(fold.Groups[1].Value, "").Trim()) + "\n").Trim()
        : text;

    [GeneratedRegex("<details type=\"reasoning\"[^>]*>\\s*(?:<summary>[^<]*</summary>)?([^<]*(?:<(?!/details>)[^<]*)*)</details>")]
    private static partial Regex Thoughts();

    [GeneratedRegex("<details type=\"tool_calls\"([^>]*)>[^<]*(?:<(?!/details>)[^<]*)*</details>\\s*")]
    private static partial Regex Calls();

    [GeneratedRegex("([a-z]+)=\"([^\"]*)\"")]
    private static partial Regex Attributes();

    [GeneratedRegex("^> ?", RegexOptions.Multiline)]
    private static partial Regex Quotes();
}
