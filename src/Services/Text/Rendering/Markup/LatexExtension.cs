using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>Keeps formulas as they were written. Otherwise Markdown eats their backslashes and underscores.</summary>
internal sealed class LatexExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Insert(0, new MathBlockParser());
        pipeline.InlineParsers.InsertBefore<EscapeInlineParser>(new LatexParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer) =>
        renderer.ObjectRenderers.Insert(0, new LatexRenderer());
}
