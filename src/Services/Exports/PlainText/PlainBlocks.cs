using System.Globalization;
using System.Text;
using ConversationMemory.Services.Exports.Document;

namespace ConversationMemory.Services.Exports.PlainText;

/// <summary>Lines of plain text of a tree of blocks.</summary>
internal static class PlainBlocks
{
    // Narrower than this a column of text cannot be read, however deep it lies.
    private const int Narrowest = 24;

    /// <summary>Blocks with an empty line between them.</summary>
    public static IEnumerable<string> Lines(IEnumerable<DocumentNode> blocks, int columns, bool isTight = false)
    {
        var isFirst = true;
        foreach (var block in blocks)
        {
            if (!isFirst && !isTight) yield return "";
            isFirst = false;
            foreach (var line in Lines(block, Math.Max(columns, Narrowest))) yield return line;
        }
    }

    private static IEnumerable<string> Lines(DocumentNode block, int columns) => block.Type switch
    {
        NodeType.Paragraph => Wrapped(block, columns),
        NodeType.Heading => Heading(block, columns),
        NodeType.List => List(block, columns),
        NodeType.Quote => Lines(block.Children, columns - 2).Select(line => $"> {line}".TrimEnd()),
        NodeType.CodeBlock => Clean(block.Text).Split('\n').Select(line => $"    {line}".TrimEnd()),
        NodeType.Table => Table(block, columns),
        NodeType.Rule => [new string('-', Math.Min(columns, 24))],
        _ => [],
    };

    private static IEnumerable<string> Wrapped(DocumentNode block, int columns) =>
        Inline(block.Children).Split('\n').SelectMany(line => TextColumns.Wrap(line, columns));

    private static IEnumerable<string> Heading(DocumentNode block, int columns)
    {
        string[] lines = [.. Wrapped(block, columns)];
        return [.. lines, new string(block.Level == 3 ? '=' : '-', Math.Min(columns, lines.Max(line => TextColumns.Width(line))))];
    }

    private static IEnumerable<string> List(DocumentNode list, int columns)
    {
        var number = list.Start;
        var isFirst = true;
        foreach (var item in list.Children)
        {
            if (!isFirst && !list.IsSet) yield return "";
            isFirst = false;
            var mark = number is null ? "- " : string.Create(CultureInfo.InvariantCulture, $"{number++}. ");
            foreach (var line in Hanging(mark, Lines(item.Children, columns - mark.Length, list.IsSet))) yield return line;
        }
    }

    private static IEnumerable<string> Hanging(string mark, IEnumerable<string> lines)
    {
        var begin = mark;
        foreach (var line in lines.DefaultIfEmpty(""))
        {
            yield return $"{begin}{line}".TrimEnd();
            begin = new string(' ', mark.Length);
        }
    }

    // Beside each other where there is room, otherwise cell by cell, each with its column's name.
    private static IEnumerable<string> Table(DocumentNode table, int columns)
    {
        List<List<string>> rows = [.. table.Children.Select(row => row.Children.Select(cell => Inline(cell.Children).Replace('\n', ' ')).ToList())];
        var widths = Enumerable.Range(0, table.Sides.Count).Select(column => rows.Max(row => column < row.Count ? TextColumns.Width(row[column]) : 0)).ToList();
        return widths.Sum() + (3 * (widths.Count - 1)) <= columns ? SideBySide(table, rows, widths) : CellByCell(rows, columns);
    }

    private static IEnumerable<string> SideBySide(DocumentNode table, List<List<string>> rows, List<int> widths)
    {
        for (var n = 0; n < rows.Count; n++)
        {
            yield return string.Join(" | ", widths.Select((width, column) => Padded(column < rows[n].Count ? rows[n][column] : "", width, table.Sides[column]))).TrimEnd();
            if (table.Children[n].IsSet) yield return string.Join("-|-", widths.Select(width => new string('-', width)));
        }
    }

    private static IEnumerable<string> CellByCell(List<List<string>> rows, int columns) => rows.Skip(1).SelectMany((row, n) => (n > 0 ? [""] : Array.Empty<string>())
        .Concat(row.SelectMany((cell, column) => Hanging("  ", TextColumns.Wrap($"{(column < rows[0].Count ? rows[0][column] : "")}: {cell}", columns - 2)))));

    private static string Padded(string text, int width, ColumnSide side)
    {
        var room = new string(' ', width - TextColumns.Width(text));
        return side == ColumnSide.Right ? room + text : text + room;
    }

    private static string Inline(IEnumerable<DocumentNode> nodes)
    {
        var text = new StringBuilder();
        foreach (var node in nodes) Add(text, node);
        return text.ToString();
    }

    private static void Add(StringBuilder text, DocumentNode node)
    {
        if (node.Type == NodeType.Break) text.Append('\n');
        else if (node.Type == NodeType.Task) text.Append(node.IsSet ? "[x]" : "[ ]");
        else if (node.Type == NodeType.Link) AddLink(text, node);
        else text.Append(Clean(node.Text).Replace('\n', ' ')).Append(Inline(node.Children));
    }

    // An address that is its own description is not said twice.
    private static void AddLink(StringBuilder text, DocumentNode link)
    {
        var words = Inline(link.Children);
        text.Append(words);
        if (!link.Url!.Contains(words.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) text.Append(" (").Append(link.Url).Append(')');
    }

    private static string Clean(string text) => TextExport.Clean(text);
}
