using System.Globalization;
using System.Text.RegularExpressions;
using ConversationMemory.Data.Conversations;

namespace ConversationMemory.Services.Messages;

/// <summary>Titles: made from the first message, or given by a person or a model.</summary>
public static partial class ConversationTitle
{
    /// <summary>Characters of an automatic title, as a reader counts them.</summary>
    public const int AutomaticLength = 50;

    /// <summary>The first line with words in it, without Markdown's marks, cut at a word.</summary>
    public static string FromMessage(string text)
    {
        var line = text.Split('\n').Select(Plain).FirstOrDefault(l => l.Any(char.IsLetterOrDigit)) ?? Plain(text);
        return line.Length == 0 ? "New conversation" : Cut(line, AutomaticLength);
    }

    /// <summary>A title that a person gives: trimmed, 1 to 200 characters, on one line.</summary>
    /// <exception cref="ProblemException">It will not do.</exception>
    public static string Clean(string? title)
    {
        var clean = (title ?? "").Trim();
        if (clean.Length == 0) throw new ProblemException(ProblemKind.Blank, "A title needs at least one character.");
        if (clean.Any(char.IsControl) || !MessageText.IsStorable(clean))
        {
            throw new ProblemException(ProblemKind.Unstorable,
                "A title is one line of text: remove line breaks and other control characters.");
        }

        var length = MessageText.Length(clean);
        return length <= Conversation.MaxTitleLength
            ? clean
            : throw new ProblemException(ProblemKind.TooLong, string.Create(CultureInfo.InvariantCulture,
                $"The title has {length:N0} characters; {Conversation.MaxTitleLength} are allowed."));
    }

    /// <summary>One line of at most <paramref name="length"/> characters; cut at a word where there is one, with an ellipsis.</summary>
    public static string Cut(string line, int length)
    {
        var characters = StringInfo.ParseCombiningCharacters(line);
        if (characters.Length <= length && MessageText.Length(line) <= Conversation.MaxTitleLength) return line;
        // What a reader takes for one character may have any number of marks; the database counts each.
        var end = characters.Length > length ? characters[length - 1] : line.Length;
        var cut = string.Concat(line[..end].EnumerateRunes().Take(Conversation.MaxTitleLength - 1));
        var space = cut.LastIndexOf(' ');
        return (space > cut.Length / 2 ? cut[..space] : cut).TrimEnd(' ', ',', ';', ':', '.', '-') + "…";
    }

    private static string Plain(string line) => White().Replace(Marks().Replace(line, ""), " ").Trim();

    [GeneratedRegex(@"^\s*(?:#{1,6}\s+|[-*+]\s+|>\s*|\d+[.)]\s+|```.*$)|[`*_~]{1,3}|[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex White();
}
