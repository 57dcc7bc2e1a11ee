using System.Globalization;

namespace ConversationMemory.Services.Exports;

/// <summary>A comment of a Markdown export that begins with its boundary, such as <c>message seq=2 role=user status=complete</c>.</summary>
internal sealed class MarkdownMark
{
    private readonly Dictionary<string, string> values;

    private MarkdownMark(int start, string[] words)
    {
        (Start, Kind) = (start, words[0]);
        IsFenced = words.Contains("fenced");
        values = words.Skip(1).Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>Where the comment begins.</summary>
    public int Start { get; }

    /// <summary>message, summary, text or end.</summary>
    public string Kind { get; }

    /// <summary>The text is in a code block as a whole.</summary>
    public bool IsFenced { get; }

    public string? this[string name] => values.GetValueOrDefault(name);

    public static MarkdownMark Of(int start, string said) => new(start, said.Split(' '));

    public int Number(string name) => int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw MarkdownReader.Damaged($"a mark '{Kind}' lacks a number '{name}'");

    public T Word<T>(string name) where T : struct, Enum =>
        this[name] is { } word && word.All(char.IsAsciiLetterLower) && Enum.TryParse<T>(word, ignoreCase: true, out var value)
            ? value
            : throw MarkdownReader.Damaged($"a mark '{Kind}' lacks a word '{name}'");
}
