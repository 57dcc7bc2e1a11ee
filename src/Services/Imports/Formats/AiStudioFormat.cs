using System.Text.Json;
using ConversationMemory.Data.Messages;

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

        if (thoughts.Count > 0) drafts.Add(Unanswered(thoughts, model));
        return [new ImportedChat { Format = Name, Messages = [.. drafts.Select(d => d.Message())], Notes = [.. NotesOf(json, drafts)] }];
    }

    // It was stopped while it thought.
    private static MessageDraft Unanswered(List<string> thoughts, string? model)
    {
        var draft = new MessageDraft(MessageRole.Assistant, null) { Model = model, Status = MessageStatus.Stopped };
        foreach (var thought in thoughts) draft.AddThought(thought);
        return draft;
    }

    private static IEnumerable<string> NotesOf(JsonElement json, List<MessageDraft> drafts)
    {
        if (drafts.TrueForAll(d => d.At is null)) yield return "The file has no times.";
        if (json.Object("systemInstruction") is { } system && (system.Text("text") is not null || system.Items("parts").Any(p => p.Text("text") is not null)))
            yield return "Its system instructions are left out: here the agent has its own.";
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
        if (chunk.Object("executableCode")?.Text("code") is { } code) draft.AddCode(code, chunk.Object("executableCode")?.Text("language")?.ToLowerInvariant());
        if (chunk.Object("codeExecutionResult")?.Text("output") is { } output) draft.AddCode(output, null);
        if (chunk.Text("errorMessage") is { } error) draft.AddError(error);
        // Something is there that is none of these.
        if (draft.IsEmpty && chunk.ValueKind == JsonValueKind.Object && chunk.Get("text") is null && chunk.EnumerateObject().Any(p => p.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)) draft.AddMissing("Part", null);
        return draft;
    }
}
