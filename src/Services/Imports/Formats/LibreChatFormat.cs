using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>LibreChat's export of a conversation: messages within their parents, or in a row with their parents' ids.</summary>
internal static class LibreChatFormat
{
    public const string Name = "librechat";

    public static bool Recognises(JsonElement json) => json.Get("conversationId") is not null && json.List("messages") is not null;

    public static IEnumerable<ImportedChat> Read(JsonElement json)
    {
        var tree = new ChatTree<JsonElement>();
        Add(tree, json.Items("messages"), parent: null, isNested: json.IsTrue("recursive"));
        if (tree.IsEmpty) return [];
        var chat = new ImportedChat { Format = Name, SourceId = json.Text("conversationId"), Title = json.Text("title"), Messages = [] };
        return [tree.Chat(tree.LatestLeaf(m => m.Time("createdAt")), chat, path => [.. path.Select(Draft).Where(d => !d.IsEmpty).Select(d => d.Message())])];
    }

    // A document nests 128 deep at most, so this goes no deeper; longer conversations are in a row.
    private static void Add(ChatTree<JsonElement> tree, IEnumerable<JsonElement> messages, string? parent, bool isNested)
    {
        var before = parent;
        foreach (var message in messages)
        {
            var id = message.Text("messageId") ?? tree.NewId();
            var stated = message.Text("parentMessageId");
            // In a row: after the parent it names, or after the one before it.
            tree.Add(id, isNested ? parent : tree.Has(stated) ? stated : before, message);
            Add(tree, message.Items("children"), id, isNested: true);
            before = id;
        }
    }

    private static MessageDraft Draft(JsonElement message)
    {
        var isUser = message.IsTrue("isCreatedByUser") || (message.Get("isCreatedByUser") is null && "user".Equals(message.Text("sender"), StringComparison.OrdinalIgnoreCase));
        var draft = new MessageDraft(isUser ? MessageRole.User : MessageRole.Assistant, message.Time("createdAt"));
        if (!isUser)
        {
            draft.Model = message.Text("model");
            draft.Status = message.IsTrue("error") ? MessageStatus.Broken : message.IsTrue("unfinished") ? MessageStatus.Stopped : MessageStatus.Complete;
        }

        foreach (var file in message.Items("files")) draft.AddMissing("File", file.Text("filename"));
        draft.AddText(message.Text("text"));
        foreach (var part in message.Items("content")) AddPart(draft, part);
        return draft;
    }

    private static void AddPart(MessageDraft draft, JsonElement part)
    {
        switch (part.Text("type"))
        {
            case "text":
                draft.AddText(part.Text("text") ?? part.Object("text")?.Text("value"));
                break;
            case "think":
                draft.AddThought(part.Text("think") ?? part.Object("think")?.Text("value"));
                break;
            case "tool_call" when part.Object("tool_call") is { } call:
                draft.AddCall(call.Text("id"), call.Text("name"), call.Text("args") ?? call.Object("args")?.GetRawText());
                if (call.Text("output") is { } output) draft.TryAnswer(call.Text("id"), call.Text("name"), output, failed: false);
                break;
            case "error":
                draft.AddError(part.Text("error") ?? part.Object("error")?.Text("message") ?? "not told");
                break;
            case { } other:
                draft.AddMissing(other.StartsWith("image", StringComparison.Ordinal) ? "Image" : other, part.Object(other)?.Text("filename"));
                break;
            default:
                draft.AddUnknown(part);
                break;
        }
    }
}
