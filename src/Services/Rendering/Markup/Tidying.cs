using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ConversationMemory.Services.Rendering.Markup;

/// <summary>Ranks headings and lets each block choose its own direction, so that Arabic and English may alternate.</summary>
internal sealed class Tidying(Outline outline)
{
    public void Apply(MarkdownObject root)
    {
        foreach (var block in root.Descendants().OfType<Block>().Prepend(root as Block))
        {
            if (block is HeadingBlock heading)
                heading.Level = outline.Rank(heading.Level);
            if (block is ParagraphBlock or HeadingBlock or ListBlock or ListItemBlock or QuoteBlock or Table or TableCell)
                block.GetAttributes().AddProperty("dir", "auto");
        }
    }
}
