using System.Text;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Imports.Formats;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Imports;

/// <summary>Makes what another service wrote such that the database can hold it, and notes what that took.</summary>
internal sealed class StorableText
{
    /// <summary>Unicode characters of a message; the database takes no more of an assistant.</summary>
    public const int LongestText = 200_000;

    private int replaced;
    private int cut;

    /// <summary>The conversation with its branches, each storable.</summary>
    public static ImportedChat Of(ImportedChat chat)
    {
        var text = new StorableText();
        var clean = chat with
        {
            SourceId = chat.SourceId is { Length: > 0 } id ? text.Clean(id) : null,
            Title = text.Title(chat.Title),
            Messages = [.. chat.Messages.Select(message => text.Clean(message, isOurs: chat.Format == ImportFormats.Markdown))],
            Branches = [.. chat.Branches.Select(Of)],
            Whole = chat.Whole is { } whole ? text.Clean(whole) : null,
        };
        return clean with { Notes = [.. clean.Notes, .. text.Notes()] };
    }

    private IEnumerable<string> Notes()
    {
        if (replaced > 0) yield return $"{replaced:N0} characters cannot be stored (NUL, or half of an emoji); a replacement character stands for each.";
        if (cut > 0) yield return $"{cut:N0} messages were longer than {LongestText:N0} characters, and end there.";
    }

    // What we wrote ourselves comes back as it was, odd line ends and all.
    private ImportedMessage Clean(ImportedMessage message, bool isOurs) => message with
    {
        Text = Cut(isOurs ? Clean(message.Text) : Clean(message.Text).ReplaceLineEndings("\n")),
        Model = message.Model is { } model ? Clean(model) : null,
        ToolCalls = Clean(message.ToolCalls),
        Error = message.Error is { } error ? Clean(error) : null,
    };

    private ConversationExport Clean(ConversationExport whole) => whole with
    {
        Title = Title(whole.Title) ?? "Conversation",
        Messages = [.. whole.Messages.Select(m => m with
        {
            Content = Clean(m.Content),
            ToolCalls = Clean(m.ToolCalls),
            Model = m.Model is { } model ? Clean(model) : null,
            Error = m.Error is { } error ? Clean(error) : null,
            Author = m.Author is { } author ? Name(author) : null,
            Context = IsPackedForm(m.Context) ? null : m.Context,
        })],
        Summaries = [.. whole.Summaries.Select(s => s with { Content = Clean(s.Content), Model = s.Model is { } model ? Clean(model) : null })],
    };

    private List<ToolCall>? Clean(IReadOnlyList<ToolCall>? calls) => calls is null ? null :
    [
        .. calls.Select(c => new ToolCall(Clean(c.Id), Clean(c.Name), Clean(c.Input), Clean(c.Status), c.Output is { } output ? Clean(output) : null)),
    ];

    // The form in which it lies packed, which no file of ours has: packed once more it could not be told apart.
    private static bool IsPackedForm(string? context) => context?.StartsWith("\"d|", StringComparison.Ordinal) == true;

    private string? Name(string author)
    {
        var line = string.Concat(Clean(author).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        if (line.Length > ImportedAuthor.MaxLength) line = line[..(char.IsHighSurrogate(line[ImportedAuthor.MaxLength - 1]) ? ImportedAuthor.MaxLength - 1 : ImportedAuthor.MaxLength)];
        return line.Length > 0 ? line : null;
    }

    private string? Title(string? title)
    {
        if (string.IsNullOrWhiteSpace(title)) return null;
        var line = string.Concat(Clean(title).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length == 0 ? null : ConversationTitle.Cut(line, Conversation.MaxTitleLength - 1);
    }

    private string Clean(string text)
    {
        if (MessageText.IsStorable(text)) return text;
        var clean = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var taken) == System.Buffers.OperationStatus.Done && rune.Value != 0;
            if (!isWhole) replaced++;
            clean.Append(isWhole ? rest[..taken] : "\uFFFD");
            rest = rest[taken..];
        }

        return clean.ToString();
    }

    private string Cut(string text)
    {
        if (text.Length <= LongestText || MessageText.Length(text) <= LongestText) return text;
        cut++;
        return string.Concat(text.EnumerateRunes().Take(LongestText - 1)) + "…";
    }
}
