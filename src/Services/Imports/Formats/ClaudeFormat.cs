using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>An element of Claude's <c>conversations.json</c>: messages of blocks, in a row, or naming the one before where it has branches.</summary>
internal static class ClaudeFormat
{
    public const string Name = "claude";

    public static bool Recognises(JsonElement json) => json.List("chat_messages") is not null;

    public static IEnumerable<ImportedChat> Read(JsonElement json)
    {
        var tree = Tree(json.Items("chat_messages"));
        if (tree.IsEmpty) return [];
        var shown = json.Text("current_leaf_message_uuid");
        var chat = new ImportedChat
        {
            Format = Name,
            SourceId = json.Text("uuid"),
            Title = json.Text("name"),
            CreatedAt = json.Time("created_at"),
            UpdatedAt = json.Time("updated_at"),
            Messages = [],
        };
        return [tree.Chat(tree.Has(shown) ? shown! : tree.LatestLeaf(m => m.Time("created_at")), chat, path => [.. path.Select(Draft).Where(d => !d.IsEmpty).Select(d => d.Message())])];
    }

    // Those that begin anew name the same parent as the first one, which is not there.
    private static ChatTree<JsonElement> Tree(IEnumerable<JsonElement> messages)
    {
        var tree = new ChatTree<JsonElement>();
        var (root, before) = ((string?)null, (string?)null);
        foreach (var message in messages)
        {
            var stated = message.Text("parent_message_uuid");
            if (before is null) root = stated;
            var id = message.Text("uuid") is { } own && !tree.Has(own) ? own : tree.NewId();
            tree.Add(id, tree.Has(stated) ? stated : stated is not null && stated == root ? null : before, message);
            before = id;
        }

        return tree;
    }

    private static MessageDraft Draft(JsonElement message)
    {
        var role = message.Text("sender") switch { "human" or "user" => MessageRole.User, "system" => MessageRole.System, _ => MessageRole.Assistant };
        var draft = new MessageDraft(role, message.Time("created_at")) { Model = role == MessageRole.Assistant ? message.Text("model") : null };
        foreach (var file in message.Items("attachments")) AddAttachment(draft, file);
        foreach (var file in message.Items("files")) draft.AddMissing("File", file.Text("file_name"));
        var blocks = message.Items("content").ToList();
        if (!blocks.Any(b => b.Text("type") == "text" && b.Text("text") is not null)) draft.AddText(message.Text("text"));
        foreach (var block in blocks) AddBlock(draft, block);
        return draft;
    }

    // What was pasted is in the file, what was uploaded is not.
    private static void AddAttachment(MessageDraft draft, JsonElement file)
    {
        if (file.Text("extracted_content") is not { } text)
        {
            draft.AddMissing("File", file.Text("file_name"));
            return;
        }

        draft.AddText($"> [File: {(file.Text("file_name") ?? "pasted text").ReplaceLineEndings(" ")}]");
        draft.AddCode(text, null);
    }

    private static void AddBlock(MessageDraft draft, JsonElement block)
    {
        switch (block.Text("type"))
        {
            case "text":
                draft.AddText(block.Text("text"));
                break;
            case "thinking":
                draft.AddThought(block.Text("thinking"));
                break;
            case "tool_use":
                draft.AddCall(block.Text("id"), block.Text("name"), block.Object("input")?.GetRawText());
                break;
            case "tool_result":
                AddResult(draft, block);
                break;
            // Its limits on the use of a model, and the like.
            case "token_budget" or "flag":
                break;
            case { } other:
                draft.AddMissing(other, block.Text("file_name") ?? block.Text("title"));
                break;
            default:
                draft.AddUnknown(block);
                break;
        }
    }

    private static void AddResult(MessageDraft draft, JsonElement block)
    {
        var output = block.Text("content") ?? string.Join('\n', block.Items("content").Select(c => c.Text("text") ?? $"[{c.Text("type") ?? "part"}]"));
        if (!draft.TryAnswer(block.Text("tool_use_id"), null, output, block.IsTrue("is_error")) && !draft.TryAnswer(null, block.Text("name"), output, block.IsTrue("is_error")))
            draft.AddText($"> [Result of {block.Text("name") ?? "a tool"}: {output.ReplaceLineEndings(" ")}]");
    }
}
