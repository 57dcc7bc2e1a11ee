using ConversationMemory.Services.Text;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Services.Exports.Document;

/// <summary>What somebody wrote, in Markdown, ready to be written in any form. Each form is made when it is asked for.</summary>
/// <param name="markdown">Any text.</param>
/// <param name="isTyped">A person's, whose line breaks are kept.</param>
public sealed class DocumentText(string markdown, bool isTyped)
{
    /// <summary>The language its letters tell, such as <c>ja</c>; null: one of many.</summary>
    public string? Language => TextLanguage.Of(markdown);

    /// <summary>As the chat shows it.</summary>
    public SafeHtml ToHtml() => isTyped ? SafeMarkdown.TypedToHtml(markdown) : SafeMarkdown.ToHtml(markdown);

    /// <summary>The same as a tree.</summary>
    public IReadOnlyList<DocumentNode> ToBlocks()
    {
        var clean = SafeMarkdown.Clean(markdown);
        var language = Language;
        return SafeMarkdown.ToBlocks(clean, isTyped) is { } document ? new BlockReader(language).Read(document) : Unformatted(clean, language);
    }

    private static List<DocumentNode> Unformatted(string text, string? language) =>
    [
        .. text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0)
            .Select(line => DocumentNode.Paragraph(line) with { IsRightToLeft = TextLanguage.IsRightToLeft(line), Language = TextLanguage.Of(line, language) }),
    ];
}
