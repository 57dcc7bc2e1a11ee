using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>Writes <c>&lt;https://example.org&gt;</c> and <c>&lt;ada@example.org&gt;</c>.</summary>
internal sealed class AddressRenderer : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline address)
    {
        var url = address.IsEmail ? "mailto:" + address.Url : address.Url;
        var inLink = address.Parent is LinkInline;
        if (inLink || !Target.IsAllowed(url))
        {
            renderer.WriteEscape(address.Url);
            return;
        }
        Target.Open(renderer, url, title: null, cssClass: null);
        renderer.WriteEscape(address.Url).Write("</a>");
    }
}
