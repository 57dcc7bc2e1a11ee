using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>A conversation of Grok's export, which is one object with a list of them: responses that name the one before.</summary>
internal static class GrokFormat
{
    public const string Name = "grok";

    /// <summary>Under which it has its conversations.</summary>
    public const string List = "conversations";

    public static bool Recognises(JsonElement json) => json.Object("conversation") is not null && json.List("responses") is not null;

    public static IEnumerable<ImportedChat> Read(JsonElement json)
    {
        var tree = new ChatTree<JsonElement>();
        string? before = null;
        foreach (var response in json.Items("responses").Select(r => r.Object("response")).OfType<JsonElement>())
        {
            var id = response.Text("response_id") ?? tree.NewId();
            var parent = response.Text("parent_response_id");
            tree.Add(id, tree.Has(parent) ? parent : before, response);
            before = id;
        }

        if (tree.IsEmpty || json.Object("conversation") is not { } about) return [];
        var shown = about.Text("leaf_response_id");
        var chat = new ImportedChat
        {
            Format = Name,
            SourceId = about.Text("conversation_id"),
            Title = about.Text("title"),
            CreatedAt = about.Time("create_time"),
            UpdatedAt = about.Time("modify_time"),
            Messages = [],
        };
        return [tree.Chat(tree.Has(shown) ? shown! : tree.LatestLeaf(r => r.Time("create_time")), chat, path => [.. path.Select(Draft).Where(d => !d.IsEmpty).Select(d => d.Message())])];
    }

    private static MessageDraft Draft(JsonElement response)
    {
        var isUser = "human".Equals(response.Text("sender"), StringComparison.OrdinalIgnoreCase);
        var draft = new MessageDraft(isUser ? MessageRole.User : MessageRole.Assistant, response.Time("create_time")) { Model = isUser ? null : response.Text("model") };
        draft.AddThought(response.Text("thinking_trace"));
        draft.AddText(response.Text("message"));
        foreach (var file in response.Items("file_attachments")) draft.AddMissing("File", file.Text() ?? file.Text("name"));
        foreach (var image in response.Items("image_attachments").Concat(response.Items("generated_image_urls"))) draft.AddMissing("Image", image.Text() ?? image.Text("name"));
        foreach (var card in response.Items("card_attachments_json")) draft.AddCode(card.Text() ?? card.GetRawText(), "json");
        return draft;
    }
}
