using Markdig.Syntax.Inlines;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>A formula within a paragraph, its delimiters included.</summary>
internal sealed class LatexInline(string source) : LeafInline
{
    public string Source { get; } = source;
}
