using System.Globalization;
using System.Text;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Services.Exports.PlainText;

/// <summary>Plain text for any program: lines of 80 columns; what was said stands indented below who said it, so that no text can look like a heading.</summary>
public sealed class TextExport
{
    private const int Columns = 80;
    private const string Indent = "  ";

    private readonly StringBuilder text = new();

    private TextExport()
    {
    }

    /// <summary>UTF-8 without a byte order mark.</summary>
    public static byte[] Write(ConversationDocument document) => ExportParts.ToBytes(Parts(document));

    internal static IEnumerable<string> Parts(ConversationDocument document)
    {
        var export = new TextExport();
        export.Head(document);
        foreach (var summary in document.Summaries) export.Part(summary.Title, summary.Text);
        foreach (var day in document.Days)
        {
            export.Line($"---- {day.Title} ".PadRight(Columns, '-')).Line();
            foreach (var message in day.Messages)
            {
                export.Message(message);
                yield return export.Taken();
            }
        }

        yield return export.Taken();
    }

    /// <summary>Without what a terminal would take for an order, and with one kind of line end.</summary>
    internal static string Clean(string text)
    {
        var clean = SafeMarkdown.Clean(text).ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal);
        return clean.Any(IsOrder) ? string.Concat(clean.Select(c => IsOrder(c) ? '\uFFFD' : c)) : clean;
    }

    private static bool IsOrder(char character) => char.IsControl(character) && character != '\n';

    private void Head(ConversationDocument document)
    {
        var title = TextColumns.Wrap(Clean(document.Title), Columns).ToList();
        foreach (var line in title) Line(line);
        Line(new string('=', Math.Min(Columns, title.Max(line => TextColumns.Width(line))))).Line();
        foreach (var fact in document.Facts) Line($"{fact.Name + ":",-15}{Clean(fact.Value)}");
        Line();
    }

    private void Part(string heading, DocumentText body)
    {
        Line(heading).Line();
        Body(PlainBlocks.Lines(body.ToBlocks(), Columns - Indent.Length));
        Line();
    }

    private void Message(DocumentMessage message)
    {
        Line($"{Clean(message.Author)} · {message.About}").Line();
        foreach (var call in message.Calls) Call(call);
        Body(PlainBlocks.Lines(message.Text.ToBlocks(), Columns - Indent.Length));
        if (message.Error is not null) Line().Body([$"[{Clean(message.Error)}]"]);
        if (message.Context is not null) Context(message.Context);
        Line();
    }

    private void Call(ToolCall call)
    {
        Body([$"[{Clean(CallText.Title(call))}]"]);
        foreach (var (name, said) in CallText.Parts(call)) Body(TextColumns.Wrap($"{name}: {Clean(said).Replace('\n', ' ')}", Columns - 4).Select(line => $"  {line}"));
        Line();
    }

    private void Context(ContextDetails context)
    {
        Line().Body([$"[{context.Title}]"]);
        foreach (var line in context.Lines)
            Body([string.Create(CultureInfo.InvariantCulture, $"  {line.Tokens,7:N0}  {line.What}{(line.Note is null ? "" : $" ({line.Note})")}")]);
    }

    private TextExport Body(IEnumerable<string> lines)
    {
        foreach (var line in lines) Line(line.Length > 0 ? Indent + line : line);
        return this;
    }

    private TextExport Line(string line = "")
    {
        text.Append(line).Append('\n');
        return this;
    }

    private string Taken()
    {
        var part = text.ToString();
        text.Clear();
        return part;
    }
}
