using ConversationMemory.Services.Text.Rendering.Markup;
using Markdig.Syntax;

namespace ConversationMemory.Services.Text.Rendering;

/// <summary>
/// Renders a reply while it grows, for one reader. A block is finished as soon as another one follows it; then
/// it is sent once and never parsed again, so a step costs as much as the last block is long. The finished reply always
/// takes the place of all this, which also settles what only the whole text can tell (a link defined at its end).
/// </summary>
public sealed class StreamingMarkdown
{
    private readonly Outline _outline = new();
    private int _finished;

    /// <summary>Takes the text so far, which must begin with all the text of the call before.</summary>
    public MarkdownProgress Next(string textSoFar)
    {
        var text = SafeMarkdown.Clean(WithoutHalfCharacter(textSoFar.AsSpan(_finished)).ToString());
        if (!SafeMarkdown.IsReasonable(text))
            return new MarkdownProgress(SafeHtml.Empty, SafeMarkdown.Unformatted(text));
        try
        {
            return Split(text);
        }
        catch (ArgumentException)
        {
            return new MarkdownProgress(SafeHtml.Empty, SafeMarkdown.Unformatted(text));
        }
    }

    private MarkdownProgress Split(string text)
    {
        var last = LastBlockStart(SafeMarkdown.Parse(text), text);
        if (last == 0)
            return new MarkdownProgress(SafeHtml.Empty, Render(text, _outline.Copy()));
        // Parsed once more in two pieces: the finished part must not know what follows, nor the growing part what was.
        var finished = Render(text[..last], _outline);
        _finished += last;
        return new MarkdownProgress(finished, Render(text[last..], _outline.Copy()));
    }

    private static SafeHtml Render(string text, Outline outline)
    {
        var document = SafeMarkdown.Parse(text);
        new Tidying(outline).Apply(document);
        return new SafeHtml(SafeMarkdown.Render(document));
    }

    /// <summary>
    /// The start of the line on which the last block begins; 0 when that is the first one. A line still in the making
    /// does not count: "2" looks like a paragraph until it turns out to be the next item of the list before it.
    /// </summary>
    private static int LastBlockStart(MarkdownDocument document, string text)
    {
        var lastLine = text.LastIndexOf('\n') + 1;
        var last = document.LastOrDefault(block => block is not LinkReferenceDefinitionGroup && block.Span.Start < lastLine);
        return last is null || last == document[0] ? 0 : text.LastIndexOf('\n', last.Span.Start) + 1;
    }

    // The other half comes with the next step.
    private static ReadOnlySpan<char> WithoutHalfCharacter(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
}
