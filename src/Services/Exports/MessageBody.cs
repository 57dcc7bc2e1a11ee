using Markdig;
using Markdig.Syntax;

namespace ConversationMemory.Services.Exports;

/// <summary>What has to stand before and after a message's text, so that Markdown ends with it and not after it.</summary>
/// <param name="Opening">Empty, but for text that is put into a code block as a whole.</param>
/// <param name="Closing">Ends with the text, or ends what it leaves open: the half of a code block that a stopped reply ends with.</param>
internal sealed record MessageBody(string Opening, string Closing)
{
    private const string Probe = "\n\n<!-- end -->";

    // How an HTML block ends that an empty line does not end.
    private static readonly string[] HtmlEnds = ["-->", "</script>", "?>", "]]>", ">"];

    // Blocks only: it is they that go on, and the words within them may take long.
    private static readonly MarkdownPipeline Blocks = CreateBlocks();

    public static MessageBody Of(string text)
    {
        if (ClosingOf(text) is { } closing) return new MessageBody("", closing);
        var fence = FenceAround(text);
        return new MessageBody($"{fence}\n", $"\n{fence}");
    }

    /// <summary>A code fence that is longer than any in the text.</summary>
    public static string FenceAround(string text) => new('`', Math.Max(3, LongestRun(text, '`') + 1));

    private static string? ClosingOf(string text)
    {
        try
        {
            return Closings(text).FirstOrDefault(closing => IsOver(text + closing));
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser allows: nobody knows what a reader makes of it.
            return null;
        }
    }

    private static IEnumerable<string> Closings(string text) =>
        new[] { "", $"\n{FenceIn(text, '`')}", $"\n{FenceIn(text, '~')}" }.Concat(HtmlEnds.Select(end => $"\n{end}"));

    // As long as the longest of the text, which ends any of them.
    private static string FenceIn(string text, char mark) => new(mark, Math.Max(3, LongestRun(text, mark)));

    private static bool IsOver(string text) =>
        Markdown.Parse(text + Probe, Blocks).LastChild is HtmlBlock probe && probe.Span.Start == text.Length + 2;

    private static int LongestRun(string text, char mark)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
        {
            run = character == mark ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static MarkdownPipeline CreateBlocks()
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = 64 };
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}
