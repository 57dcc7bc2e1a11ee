using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>Writes links, and pictures as links. One that may not be followed leaves its text.</summary>
internal sealed class LinkRenderer : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        var opens = Target.IsAllowed(url) && !IsInsideLink(link);
        if (opens)
            Target.Open(renderer, url!, link.Title, link.IsImage ? "picture" : null);
        if (link.IsImage)
            WriteDescription(renderer, link, opens ? url! : "");
        else
            renderer.WriteChildren(link);
        if (opens)
            renderer.Write("</a>");
    }

    // A picture's description is plain text, whatever it was written in.
    private static void WriteDescription(HtmlRenderer renderer, LinkInline picture, string otherwise)
    {
        var wasOn = renderer.EnableHtmlForInline;
        renderer.EnableHtmlForInline = false;
        if (picture.FirstChild is null)
            renderer.WriteEscape(otherwise);
        else
            renderer.WriteChildren(picture);
        renderer.EnableHtmlForInline = wasOn;
    }

    // [![badge](picture)](page) would put a link into a link, which browsers take apart in surprising ways.
    private static bool IsInsideLink(LinkInline link)
    {
        for (var parent = link.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is LinkInline)
                return true;
        }
        return false;
    }
}
