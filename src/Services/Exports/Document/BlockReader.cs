using ConversationMemory.Services.Text;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace ConversationMemory.Services.Exports.Document;

/// <summary>Makes nodes of parsed blocks.</summary>
/// <param name="language">Of the whole text.</param>
internal sealed class BlockReader(string? language)
{
    // What lies deeper stands beside each other: nobody can read twelve quotes within each other, and a page has an end.
    private const int Deepest = 10;

    public IReadOnlyList<DocumentNode> Read(MarkdownDocument document) => [.. document.SelectMany(block => Read(block, 0).Select(Directed))];

    private IEnumerable<DocumentNode> Read(Block block, int depth) => block switch
    {
        HeadingBlock heading => Inlines(heading, new(NodeType.Heading) { Level = heading.Level }),
        ParagraphBlock paragraph => Inlines(paragraph, new(NodeType.Paragraph)),
        CodeBlock code => [Code(code)],
        ThematicBreakBlock => [new(NodeType.Rule)],
        Table table => [TableOf(table)],
        ContainerBlock container when depth >= Deepest => Inside(container, depth),
        QuoteBlock quote => [new(NodeType.Quote) { Children = [.. Inside(quote, depth + 1)] }],
        ListBlock list => [ListOf(list, depth + 1)],
        LinkReferenceDefinitionGroup => [],
        ContainerBlock container => Inside(container, depth + 1),
        _ => [],
    };

    private IEnumerable<DocumentNode> Inside(ContainerBlock container, int depth) => container.SelectMany(block => Read(block, depth));

    // One without a word is nothing to look at, and no heading to go to.
    private static IEnumerable<DocumentNode> Inlines(LeafBlock block, DocumentNode node) =>
        InlineReader.Read(block.Inline) is { Count: > 0 } inlines ? [node with { Children = inlines }] : [];

    private DocumentNode ListOf(ListBlock list, int depth) => new(NodeType.List)
    {
        Start = list.IsOrdered ? int.TryParse(list.OrderedStart, out var start) ? start : 1 : null,
        IsSet = !list.IsLoose,
        Children = [.. list.OfType<ListItemBlock>().Select(item => new DocumentNode(NodeType.Item) { Children = [.. Inside(item, depth)] })],
    };

    private static DocumentNode Code(CodeBlock code) => new(NodeType.CodeBlock)
    {
        Text = code.Lines.ToString(),
        Language = code is MathBlock ? "latex" : (code as FencedCodeBlock)?.Info is { Length: > 0 and < 25 } info ? info.ToLowerInvariant() : null,
    };

    private static DocumentNode TableOf(Table table) => new(NodeType.Table)
    {
        Sides = [.. Enumerable.Range(0, table.OfType<TableRow>().Max(row => row.Count)).Select(column => SideOf(table, column))],
        Children = [.. table.OfType<TableRow>().Select(row => new DocumentNode(NodeType.Row) { IsSet = row.IsHeader, Children = [.. row.OfType<TableCell>().Select(Cell)] })],
    };

    private static DocumentNode Cell(TableCell cell) => new(NodeType.Cell)
    {
        Children = [.. cell.OfType<LeafBlock>().SelectMany(block => InlineReader.Read(block.Inline))],
    };

    private static ColumnSide SideOf(Table table, int column) =>
        (column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null) switch
        {
            TableColumnAlign.Left => ColumnSide.Left,
            TableColumnAlign.Center => ColumnSide.Center,
            TableColumnAlign.Right => ColumnSide.Right,
            _ => ColumnSide.Start,
        };

    // Outermost blocks only, as on the page.
    private DocumentNode Directed(DocumentNode block)
    {
        if (block.Type is NodeType.CodeBlock or NodeType.Rule) return block;
        var text = NodeText.Of(block);
        return block with { IsRightToLeft = TextLanguage.IsRightToLeft(text), Language = TextLanguage.Of(text, language) };
    }
}
