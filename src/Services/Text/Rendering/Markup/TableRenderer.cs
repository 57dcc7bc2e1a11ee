using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>
/// Writes a table that scrolls by itself. Markdig's own renderer aligns columns by style attributes, which the
/// content security policy refuses; this one uses classes.
/// </summary>
internal sealed class TableRenderer : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table").WriteAttributes(table).WriteLine(">");
        var inBody = false;
        foreach (var row in table.Cast<TableRow>())
        {
            if (!row.IsHeader && !inBody)
            {
                inBody = true;
                renderer.WriteLine("<tbody>");
            }
            WriteRow(renderer, table, row);
        }
        renderer.WriteLine(inBody ? "</tbody>" : "").WriteLine("</table></div>");
    }

    private static void WriteRow(HtmlRenderer renderer, Table table, TableRow row)
    {
        renderer.WriteLine(row.IsHeader ? "<thead><tr>" : "<tr>");
        for (var column = 0; column < row.Count; column++)
            WriteCell(renderer, row.IsHeader ? "th" : "td", (TableCell)row[column], Alignment(table, column));
        renderer.WriteLine(row.IsHeader ? "</tr></thead>" : "</tr>");
    }

    private static void WriteCell(HtmlRenderer renderer, string tag, TableCell cell, string? alignment)
    {
        renderer.Write('<').Write(tag).WriteAttributes(cell);
        if (alignment is not null)
            renderer.Write(" class=\"align-").Write(alignment).Write('"');
        renderer.Write('>');
        var wasImplicit = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = true;
        renderer.Write(cell);
        renderer.ImplicitParagraph = wasImplicit;
        renderer.Write("</").Write(tag).WriteLine(">");
    }

    private static string? Alignment(Table table, int column) => column >= table.ColumnDefinitions.Count
        ? null
        : table.ColumnDefinitions[column].Alignment switch
        {
            TableColumnAlign.Left => "left",
            TableColumnAlign.Center => "center",
            TableColumnAlign.Right => "right",
            _ => null,
        };
}
