using System.Text.Json;
using ConversationMemory.Data.Chat;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>A prompt of Google AI Studio: chunks without times.</summary>
internal static class AiStudioFormat
{
    public const string Name = "aistudio";

    public static bool Recognises(JsonElement json) => json.Object("chunkedPrompt")?.List("chunks") is not null;

    public static IEnumerable<ImportedChat> Read(JsonElement json)
    {
        var model = json.Object("runSettings")?.Text("model");
        var drafts = new List<MessageDraft>();
        var thoughts = new List<string>();
        foreach (var chunk in json.Object("chunkedPrompt")!.Value.Items("chunks"))
        {
            if (chunk.IsTrue("isThought"))
            {
                if (chunk.Text("text") is { } thought) thoughts.Add(thought);
                continue;
            }

            var draft = Draft(chunk, model, thoughts);
            if (!draft.IsEmpty) drafts.Add(draft);
        }

        return [new ImportedChat { Format = Name, Messages = [.. drafts.Select(d => d.Message())], Notes = ["The file has no times."] }];
    }

    private static MessageDraft Draft(JsonElement chunk, string? model, List<string> thoughts)
    {
        var isUser = chunk.Text("role") == "user";
        var draft = new MessageDraft(isUser ? MessageRole.User : MessageRole.Assistant, chunk.Time("createTime")) { Model = isUser ? null : model };
        if (!isUser)
        {
            foreach (var thought in thoughts) draft.AddThought(thought);
            thoughts.Clear();
        }

        draft.AddText(chunk.Text("text"));
        foreach (var name in (ReadOnlySpan<string>)["driveDocument", "driveImage", "driveAudio", "driveVideo", "inlineFile", "inlineImage"])
            if (chunk.Object(name) is { } file) draft.AddMissing(name.Replace("drive", "", StringComparison.Ordinal).Replace("inline", "", StringComparison.Ordinal), file.Text("id"));
        return draft;
    }
}
