using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>A message that is put together from its parts. What is not text becomes a short quoted line, so that nothing goes without a word.</summary>
internal sealed class MessageDraft(MessageRole role, DateTimeOffset? at)
{
    // Longer ones stand in the text, because what is kept of a tool call is short.
    private const int ShortInput = 500;
    private const int ShortOutput = 500;
    private const int LongestThought = 4000;

    private readonly List<string> parts = [];
    private readonly List<ToolCall> calls = [];

    public MessageRole Role { get; } = role;
    public DateTimeOffset? At { get; } = at;
    public string? Model { get; set; }
    public MessageStatus Status { get; set; }
    public string? Error { get; set; }
    public bool IsEmpty => parts.Count == 0 && calls.Count == 0 && Error is null;

    public void AddText(string? text)
    {
        if (!string.IsNullOrWhiteSpace(text)) parts.Add(text);
    }

    public void AddTexts(IEnumerable<string> texts)
    {
        foreach (var text in texts) AddText(text);
    }

    /// <summary>Something that an export names and does not hold.</summary>
    public void AddMissing(string kind, string? name) => parts.Add(Missing(kind, name));

    /// <summary>A part whose kind nobody told: text, or something that is named as missing.</summary>
    public void AddUnknown(JsonElement part)
    {
        AddText(part.Text());
        if (part.ValueKind != JsonValueKind.String) AddMissing("Part", null);
    }

    /// <summary>What the service said went wrong, as a note on one line.</summary>
    public void AddError(string text) => AddText($"> [Error: {text.ReplaceLineEndings(" ")}]");

    public void AddThought(string? text)
    {
        if (!string.IsNullOrWhiteSpace(text)) parts.Add(Thought(text));
    }

    public void AddCode(string code, string? language) => parts.Add(Code(code, language));

    public void AddCall(string? id, string? name, string? input)
    {
        input ??= "{}";
        if (input.Length > ShortInput) AddCode(input, "json");
        calls.Add(new ToolCall(Line(id ?? $"call_{calls.Count + 1}", 100), Line(name ?? "tool", 100), Cut(input, ShortInput), "ok", null));
    }

    /// <summary>What a tool answered: to the call of that id, or to the last one that has no answer yet.</summary>
    /// <returns>False: there is no such call.</returns>
    public bool TryAnswer(string? id, string? name, string output, bool failed)
    {
        var place = calls.FindIndex(c => c.Output is null && (id is not null ? c.Id == id : name is null || c.Name == name || c.Name.StartsWith(name + ".", StringComparison.Ordinal)));
        if (place < 0) return false;
        calls[place] = calls[place] with { Output = Cut(output, ShortOutput), Status = failed ? "failed" : "ok" };
        return true;
    }

    public MessageRecord Message() => new()
    {
        Role = Role,
        Content = string.Join("\n\n", parts),
        CreatedAt = At ?? default,
        Model = Model is { } model ? Line(model, 200) : null,
        ToolCalls = calls.Count > 0 ? [.. calls] : null,
        Status = Status,
        Error = Error,
    };

    public static string Missing(string kind, string? name) =>
        string.IsNullOrWhiteSpace(name) ? $"> [{kind} that was not part of the export]" : $"> [{kind}: {Line(name, 120)} was not part of the export]";

    public static string Thought(string text) => Quoted("Thinking", Cut(text.Trim(), LongestThought));

    private static string Quoted(string title, string text) => $"> [{title}]\n> " + text.Replace("\n", "\n> ", StringComparison.Ordinal);

    // A fence that is longer than any within.
    private static string Code(string code, string? language)
    {
        var fence = "```";
        while (code.Contains(fence, StringComparison.Ordinal)) fence += "`";
        return $"{fence}{(language is null or "unknown" ? "" : Line(language, 20).Replace('`', ' '))}\n{code.TrimEnd('\n')}\n{fence}";
    }

    private static string Line(string text, int length) => Cut(text.ReplaceLineEndings(" ").Trim(), length);

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
}
