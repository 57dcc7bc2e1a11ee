using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Text;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>A document as the data that Worker/template/conversation.typ lays out. Texts in it are texts, whatever they say.</summary>
internal sealed class PdfData
{
    // Of letters, that are no longer than a line: in a paragraph, in code, in a table's cell.
    private const int LongWord = 48;
    private const int LongCode = 60;
    private const int LongCell = 16;

    private const int LongestLine = 2_000;

    // Colouring takes time by the length.
    private const int LongestColoured = 20_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly NeededFonts fonts = new();
    private readonly Utf8JsonWriter json;
    private int longest = LongWord;

    private PdfData(Utf8JsonWriter json) => this.json = json;

    /// <returns>JSON in UTF-8, and the font families without which there would be boxes for letters.</returns>
    public static (ReadOnlyMemory<byte> Content, IReadOnlyList<string> Fonts) Of(ConversationDocument document)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(output, Options);
        var data = new PdfData(json);
        data.Write(document);
        json.Flush();
        return (output.WrittenMemory, data.fonts.Names);
    }

    private void Write(ConversationDocument document)
    {
        json.WriteStartObject();
        Text("title", document.Title);
        Text("agent", document.AgentName);
        json.WriteString("language", document.Language);
        json.WriteBoolean("rtl", TextLanguage.IsRightToLeft(document.Title));
        Date(document.Date);
        List("facts", document.Facts, fact =>
        {
            json.WriteStartArray();
            Text(fact.Name);
            Text(fact.Value);
            json.WriteEndArray();
        });
        List("summaries", document.Summaries, summary => Object(() =>
        {
            Text("title", summary.Title);
            // Below a heading of the first level, where a message's would skip one.
            Blocks("blocks", summary.Text.ToBlocks(), below: 1);
        }));
        List("days", document.Days, day => Object(() =>
        {
            Text("title", day.Title);
            List("messages", day.Messages, Message);
        }));
        json.WriteEndObject();
    }

    private void Date(DateTimeOffset moment)
    {
        json.WriteStartObject("date");
        var utc = moment.UtcDateTime;
        foreach (var (name, value) in new[] { ("year", utc.Year), ("month", utc.Month), ("day", utc.Day), ("hour", utc.Hour), ("minute", utc.Minute), ("second", utc.Second) })
            json.WriteNumber(name, value);
        json.WriteEndObject();
    }

    private void Message(DocumentMessage message) => Object(() =>
    {
        json.WriteString("role", message.Role.ToString().ToLowerInvariant());
        Text("author", message.Author);
        Text("about", message.About);
        List("calls", message.Calls, Call);
        Blocks("blocks", message.Text.ToBlocks(), below: 2);
        if (message.Error is not null) Text("error", message.Error);
        if (message.Context is not null) Context(message.Context);
    });

    private void Call(ToolCall call) => Object(() =>
    {
        Text("title", CallText.Title(call));
        List("parts", CallText.Parts(call), part => Object(() =>
        {
            Text("title", part.Name);
            Code(part.Text, part.Text.StartsWith('{') ? "json" : null);
        }));
    });

    private void Context(ContextDetails context)
    {
        json.WriteStartObject("context");
        Text("title", context.Title);
        List("lines", context.Lines, line =>
        {
            json.WriteStartArray();
            Text(line.What);
            Text(line.Tokens.ToString("N0", CultureInfo.InvariantCulture));
            Text(line.Note ?? "");
            json.WriteEndArray();
        });
        json.WriteEndObject();
    }

    private void Blocks(string name, IEnumerable<DocumentNode> blocks, int below) => List(name, blocks, block => Node(block, below));

    private void Node(DocumentNode node, int below)
    {
        if (node.Type == NodeType.Text) Text(node.Text);
        else Object(() => Members(node, below));
    }

    private void Members(DocumentNode node, int below)
    {
        json.WriteString("type", TypeOf(node.Type));
        if (node.IsRightToLeft) json.WriteBoolean("rtl", true);
        if (node.Type == NodeType.CodeBlock) CodeBlock(node);
        else if (node.Text.Length > 0) Text("text", node.Text);
        if (node.Type != NodeType.CodeBlock && node.Language is not null) json.WriteString("language", node.Language);
        if (node.Type == NodeType.Heading) json.WriteNumber("level", node.Level - 2 + below);
        if (node.Start is { } start) json.WriteNumber("start", start);
        if (node.Type is NodeType.List or NodeType.Task or NodeType.Row) json.WriteBoolean("set", node.IsSet);
        if (node.Type == NodeType.List) json.WriteBoolean("tasks", node.Children.All(IsTask));
        if (node.Url is not null) json.WriteString("url", node.Url);
        if (node.Type == NodeType.Table) List("sides", node.Sides, side => json.WriteStringValue(side.ToString().ToLowerInvariant()));
        Children(node, below);
    }

    private void Children(DocumentNode node, int below)
    {
        if (node.Type is NodeType.CodeBlock or NodeType.Code or NodeType.Math or NodeType.Break or NodeType.Task or NodeType.Rule) return;
        var before = longest;
        if (node.Type == NodeType.Table) longest = Math.Max(6, LongCell * 4 / Math.Max(4, node.Sides.Count));
        Blocks("children", node.Children, below);
        longest = before;
    }

    private void CodeBlock(DocumentNode node)
    {
        if (node.Language is { } language) Text("caption", language);
        Code(node.Text, node.Language);
    }

    private void Code(string text, string? language)
    {
        json.WriteString("text", string.Join('\n', Printable(text).Split('\n').SelectMany(Pieces).Select(piece => BreakMarks.In(piece, LongCode))));
        if (language is not null && text.Length <= LongestColoured) json.WriteString("lang", language);
    }

    // The layout takes only so many places to break a line.
    private static IEnumerable<string> Pieces(string line)
    {
        while (line.Length > LongestLine)
        {
            var end = char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine;
            yield return line[..end];
            line = line[end..];
        }

        yield return line;
    }

    private static bool IsTask(DocumentNode item) => item.Children is [{ Children: [{ Type: NodeType.Task }, ..] }, ..];

    private void Text(string name, string text)
    {
        json.WritePropertyName(name);
        Text(text);
    }

    private void Text(string text) => json.WriteStringValue(BreakMarks.In(Printable(text), longest));

    private void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    private void Object(Action write)
    {
        json.WriteStartObject();
        write();
        json.WriteEndObject();
    }

    private static string TypeOf(NodeType type) => type == NodeType.CodeBlock ? "code" : type.ToString().ToLowerInvariant();

    /// <summary>Without characters that no font has: controls become their pictures, what is none at all U+FFFD.</summary>
    private string Printable(string text)
    {
        var clean = SafeMarkdown.Clean(text).ReplaceLineEndings("\n");
        fonts.Add(clean);
        return clean.EnumerateRunes().Any(IsUnprintable) ? string.Concat(clean.EnumerateRunes().Select(rune => IsUnprintable(rune) ? Shown(rune) : rune.ToString())) : clean;
    }

    private static bool IsUnprintable(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')) || rune.Value == 0xFEFF || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;

    private static string Shown(Rune rune) => rune.Value switch
    {
        0xFEFF => "",
        < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        0x7F => "\u2421",
        _ => "\uFFFD",
    };
}
