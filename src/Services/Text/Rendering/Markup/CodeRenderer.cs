using System.Text.RegularExpressions;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>
/// Writes a code block with its language as a label, focusable because it scrolls. The copy button is added by script
/// (Web/Client/scripts/copy.js), since without script it could do nothing.
/// </summary>
internal sealed partial class CodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var language = (block as FencedCodeBlock)?.Info?.ToLowerInvariant();
        if (block is MathBlock)
            language = "latex";
        renderer.EnsureLine();
        renderer.Write("<div class=\"code\">");
        if (language is not null && Language().IsMatch(language))
            renderer.Write($"<span class=\"code-language\">{language}</span><pre dir=\"ltr\" tabindex=\"0\"><code class=\"language-{language}\">");
        else
            renderer.Write("<pre dir=\"ltr\" tabindex=\"0\"><code>");
        renderer.WriteLeafRawLines(block, writeEndOfLines: true, escape: true);
        renderer.WriteLine("</code></pre></div>");
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+#.\-]{0,23}\z")]
    private static partial Regex Language();
}
