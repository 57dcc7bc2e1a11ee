using System.Net;
using ConversationMemory.Services.Text.Rendering.Markup;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;

namespace ConversationMemory.Services.Text.Rendering;

/// <summary>
/// Renders what people and models write. Never throws and never lets a message act: HTML is shown as text, links lead
/// to http, https and mailto only, pictures become links (loading one would tell its host who reads), and headings
/// rank below those of the page.
/// </summary>
public static class SafeMarkdown
{
    /// <summary>Longer texts are shown as they are, unformatted. In characters.</summary>
    public const int LongestFormatted = 100_000;

    // Markdig looks for the end of each link anew, so links without one take time by the square.
    private const int MostLinks = 5_000;

    private static readonly MarkdownPipeline Reply = CreatePipeline().Build();

    // A person who presses Enter means a new line; a model that wraps its lines does not.
    private static readonly MarkdownPipeline Typed = CreatePipeline().UseSoftlineBreakAsHardlineBreak().Build();

    /// <summary>Formats a model's text.</summary>
    public static SafeHtml ToHtml(string markdown) => ToHtml(markdown, Reply);

    /// <summary>Formats a person's text: the same, with line breaks kept.</summary>
    public static SafeHtml TypedToHtml(string markdown) => ToHtml(markdown, Typed);

    internal static bool IsReasonable(string text) =>
        text.Length <= LongestFormatted && text.AsSpan().Count("](") <= MostLinks;

    /// <summary>Parses a model's text. Throws <see cref="ArgumentException"/> when it is nested too deeply.</summary>
    internal static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Reply);

    internal static string Render(MarkdownDocument document) => document.ToHtml(Reply);

    internal static SafeHtml Unformatted(string text) => text.Length == 0
        ? SafeHtml.Empty
        : new SafeHtml($"<p class=\"plain\" dir=\"auto\">{WebUtility.HtmlEncode(text)}</p>\n");

    /// <summary>The blocks of a text, ranked and ready to be written in any form, exactly as its HTML has them.</summary>
    /// <param name="clean">What <see cref="Clean"/> gave.</param>
    /// <param name="isTyped">A person's text, whose line breaks are kept.</param>
    /// <returns>Null: the text is to be shown as it is, unformatted.</returns>
    internal static MarkdownDocument? ToBlocks(string clean, bool isTyped) => ToBlocks(clean, isTyped ? Typed : Reply);

    private static SafeHtml ToHtml(string markdown, MarkdownPipeline pipeline)
    {
        var text = Clean(markdown);
        return ToBlocks(text, pipeline) is { } document ? new SafeHtml(document.ToHtml(pipeline)) : Unformatted(text);
    }

    private static MarkdownDocument? ToBlocks(string text, MarkdownPipeline pipeline)
    {
        if (!IsReasonable(text))
            return null;
        try
        {
            var document = Markdown.Parse(text, pipeline);
            new Tidying(new Outline()).Apply(document);
            return document;
        }
        catch (ArgumentException)
        {
            // Markdig's only complaint about a text: nested deeper than the pipeline allows.
            return null;
        }
    }

    /// <summary>Replaces what HTML cannot carry, NUL and lone surrogates, by U+FFFD. The length stays the same.</summary>
    internal static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPairAt(text, i))
                i++;
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
                return string.Create(text.Length, text, ReplaceBroken);
        }
        return text;
    }

    private static void ReplaceBroken(Span<char> clean, string text)
    {
        text.CopyTo(clean);
        for (var i = 0; i < clean.Length; i++)
        {
            if (IsPairAt(text, i))
                i++;
            else if (clean[i] == '\0' || char.IsSurrogate(clean[i]))
                clean[i] = '\uFFFD';
        }
    }

    private static bool IsPairAt(string text, int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);

    private static MarkdownPipelineBuilder CreatePipeline() => new MarkdownPipelineBuilder { MaximumNestingDepth = 64 }
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks(new AutoLinkOptions { UseHttpsForWWWLinks = true })
        .Use<LatexExtension>()
        .Use<SafeOutputExtension>();
}
