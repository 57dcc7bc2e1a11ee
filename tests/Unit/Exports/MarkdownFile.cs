using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;

namespace ConversationMemory.Tests.Unit.Exports;

/// <summary>Reads a Markdown export the way docs/exports.md tells.</summary>
internal sealed partial class MarkdownFile
{
    private readonly string text;

    public MarkdownFile(byte[] file)
    {
        text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        Boundary = BoundaryField().Match(text).Groups[1].Value;
    }

    public string Text => text;

    public string Boundary { get; }

    /// <summary>The texts between the marks, in order: the summary's first if there is one.</summary>
    public IReadOnlyList<string> Contents()
    {
        var contents = new List<string>();
        foreach (Match mark in Regex.Matches(text, $"<!-- {Boundary} text length=([0-9]+)( fenced)? -->\n\n", RegexOptions.CultureInvariant))
        {
            var start = mark.Index + mark.Length;
            if (mark.Groups[2].Success) start = text.IndexOf('\n', start) + 1;
            var end = start + Length(text.AsSpan(start), int.Parse(mark.Groups[1].Value, CultureInfo.InvariantCulture));
            var rest = text[end..text.IndexOf($"<!-- {Boundary} end -->\n", end, StringComparison.Ordinal)];
            Assert.Matches("^(\n[^\n]+)?\n\n$", rest);
            contents.Add(text[start..end]);
        }

        return contents;
    }

    /// <summary>What a CommonMark reader takes for our marks: blocks of their own that are not within anything.</summary>
    public IReadOnlyList<string> MarksInMarkdown() =>
        [.. Blocks().OfType<HtmlBlock>().Select(b => b.Lines.ToString()).Where(t => t.Contains(Boundary, StringComparison.Ordinal))];

    /// <summary>What a CommonMark reader makes of each text, as HTML.</summary>
    public IReadOnlyList<string> ContentsAsHtml()
    {
        var contents = new List<string>();
        var inside = false;
        foreach (var block in Blocks())
        {
            var mark = block is HtmlBlock html && html.Lines.ToString().StartsWith($"<!-- {Boundary} ", StringComparison.Ordinal) ? html.Lines.ToString() : null;
            if (mark?.Contains(" text ", StringComparison.Ordinal) == true) contents.Add("");
            else if (inside && mark is null) contents[^1] += Html(block);
            if (mark is not null) inside = mark.Contains(" text ", StringComparison.Ordinal);
        }

        return contents;
    }

    public static string Html(string markdown) => string.Concat(Markdown.Parse(markdown).Select(Html));

    private static string Html(Block block)
    {
        using var html = new StringWriter();
        var renderer = new Markdig.Renderers.HtmlRenderer(html);
        renderer.Render(block);
        // What never ends within a list also takes the empty line behind it.
        return Trailing().Replace(html.ToString(), "</");
    }

    // Of so many Unicode characters, in the units of .NET.
    private static int Length(ReadOnlySpan<char> text, int characters)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (characters-- == 0) break;
            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    // Without the front matter, which is not Markdown.
    private MarkdownDocument Blocks() => Markdown.Parse(text[(text.IndexOf("\n---\n", StringComparison.Ordinal) + 5)..]);

    [GeneratedRegex("\nboundary: ([0-9a-f]{12})\n---\n")]
    private static partial Regex BoundaryField();

    [GeneratedRegex("\\s+</")]
    private static partial Regex Trailing();
}
