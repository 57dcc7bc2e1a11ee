using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>
/// Ranks headings, and lets each block of a message choose its direction, so that Arabic and English may alternate.
/// Only the outermost: a browser that is asked for a list's direction passes over items that have one of their own.
/// </summary>
internal sealed class Tidying(Outline outline)
{
    public void Apply(MarkdownDocument document)
    {
        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.Level = outline.Rank(heading.Level);
        foreach (var block in document)
        {
            if (block is ParagraphBlock or HeadingBlock or ListBlock or QuoteBlock or Table)
                block.GetAttributes().AddProperty("dir", "auto");
        }
    }
}
