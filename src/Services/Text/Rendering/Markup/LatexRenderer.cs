using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ConversationMemory.Services.Text.Rendering.Markup;

internal sealed class LatexRenderer : HtmlObjectRenderer<LatexInline>
{
    protected override void Write(HtmlRenderer renderer, LatexInline formula) =>
        renderer.Write("<span class=\"math\" dir=\"ltr\">").WriteEscape(formula.Source).Write("</span>");
}
