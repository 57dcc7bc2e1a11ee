using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Exports;

/// <summary>
/// Reads a Markdown export back, by its marks and not by what it looks like. A text that was edited by hand since is taken up to its end
/// mark; a file whose line ends were changed is read as well.
/// </summary>
public sealed partial class MarkdownReader
{
    private readonly string text;
    private readonly Dictionary<string, string> fields;
    private readonly string boundary;
    private int at;

    private MarkdownReader(string text)
    {
        this.text = text;
        fields = Fields();
        boundary = Field("boundary");
        if (!Boundary().IsMatch(boundary)) throw Damaged("its boundary is not one");
    }

    /// <summary>Whether it is worth reading: a file that begins as ours do.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> utf8)
    {
        var head = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 80)]).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        return head.StartsWith($"---\nformat: {MarkdownExport.Schema}\n", StringComparison.Ordinal);
    }

    /// <exception cref="FormatException">This is no such file, or it is damaged. The message says where.</exception>
    public static MarkdownConversation Read(ReadOnlySpan<byte> utf8)
    {
        if (!IsOurs(utf8)) throw new FormatException($"This is not a Markdown export ({MarkdownExport.Schema}).");
        var text = Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF');
        // Line ends of our own are bare; here somebody changed all of them.
        return new MarkdownReader(text.StartsWith("---\r\n", StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal) : text).Read();
    }

    private MarkdownConversation Read()
    {
        MarkdownSummary? summary = null;
        var messages = new List<MessageRecord>();
        while (NextMark() is { } mark)
        {
            if (mark.Kind == "summary") summary = Summary(mark);
            else if (mark.Kind == "message") messages.Add(Message(mark));
            else throw Damaged($"a mark '{mark.Kind}' is out of place");
        }

        return new MarkdownConversation
        {
            Id = Guid.TryParse(Field("id"), out var id) ? id : throw Damaged("its id is none"),
            Title = Quoted("title"),
            AgentName = Quoted("agent"),
            CreatedAt = Moment(Field("created_at")),
            UpdatedAt = Moment(Field("updated_at")),
            Summary = summary,
            Messages = messages,
        };
    }

    private MarkdownSummary Summary(MarkdownMark mark) =>
        new(mark.Number("from"), mark.Number("through"), mark.Word<SummarySource>("source"), Content(out _));

    private MessageRecord Message(MarkdownMark mark)
    {
        var content = Content(out var before);
        var heading = before.TrimStart('\n').Split('\n')[0];
        return new MessageRecord
        {
            Seq = mark.Number("seq"),
            Role = mark.Word<MessageRole>("role"),
            Status = mark.Word<MessageStatus>("status"),
            CreatedAt = mark["at"] is { } at ? Moment(at) : FromHeading(heading),
            Pinned = heading.EndsWith(" · pinned", StringComparison.Ordinal),
            Content = content,
            ToolCalls = ToolCalls(before),
        };
    }

    /// <param name="before">What stands between the mark before and the text's own.</param>
    private string Content(out string before)
    {
        var start = at;
        var mark = NextMark() is { Kind: "text" } found ? found : throw Damaged("a text is missing");
        before = text[start..mark.Start];
        var begin = at;
        if (mark.IsFenced) begin = text.IndexOf('\n', begin) + 1;
        var after = NextMark() is { Kind: "end" } end ? end.Start : throw Damaged("a text has no end");
        return Body(begin, after, mark.Number("length"));
    }

    private string Body(int begin, int after, int length)
    {
        var end = begin;
        while (length-- > 0 && end < after) end += char.IsSurrogatePair(text, end) ? 2 : 1;
        if (end <= after && Closing().IsMatch(text.AsSpan(end, after - end))) return text[begin..end];
        // Somebody edited it: then it is all there is, but for the empty line before the mark.
        return text[begin..after].TrimEnd('\n');
    }

    private static List<ToolCall>? ToolCalls(string before)
    {
        if (Calls().Match(before) is not { Success: true } json) return null;
        try
        {
            return JsonSerializer.Deserialize<List<ToolCall>>(json.Groups["json"].ValueSpan, ToolCallJson.Options) is { } calls && calls.TrueForAll(IsWhole)
                ? calls
                : throw new FormatException("The tool calls of a message are damaged.");
        }
        catch (JsonException)
        {
            throw new FormatException("The tool calls of a message are damaged.");
        }
    }

    private static bool IsWhole(ToolCall? call) => call is { Id: not null, Name: not null, Input: not null, Status: not null };

    private MarkdownMark? NextMark()
    {
        var opening = $"<!-- {boundary} ";
        var start = text.IndexOf(opening, at, StringComparison.Ordinal);
        if (start < 0) return null;
        var close = text.IndexOf(" -->\n", start, StringComparison.Ordinal);
        if (close < 0) throw Damaged("a mark does not end");
        // An empty line follows.
        at = Math.Min(text.Length, close + 5);
        if (at < text.Length && text[at] == '\n') at++;
        return MarkdownMark.Of(start, text[(start + opening.Length)..close]);
    }

    private Dictionary<string, string> Fields()
    {
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (end < 0) throw Damaged("its front matter does not end");
        at = end + 5;
        var pairs = text[4..end].Split('\n').Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2);
        return pairs.DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private string Field(string name) => fields.TryGetValue(name, out var value) ? value : throw Damaged($"the field '{name}' is missing");

    private string Quoted(string name)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(Field(name)) ?? throw Damaged($"the field '{name}' is empty");
        }
        catch (JsonException)
        {
            throw Damaged($"the field '{name}' cannot be read");
        }
    }

    private static DateTimeOffset FromHeading(string heading) =>
        HeadingTime().Match(heading) is { Success: true } time ? Moment(time.Groups[1].Value.Replace(' ', 'T') + "Z") : throw Damaged("a message has no time");

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw Damaged("a time cannot be read");

    internal static FormatException Damaged(string what) => new($"This Markdown export is damaged: {what}.");

    [GeneratedRegex("^[0-9a-f]{12}\\z")]
    private static partial Regex Boundary();

    // What the writer puts behind a text: what closes it, if it has to be closed, and an empty line.
    [GeneratedRegex("^(\n[^\n]+)?\n\n\\z")]
    private static partial Regex Closing();

    [GeneratedRegex("\n(?<fence>`{3,})json\n(?<json>.*?)\n\\k<fence>\n", RegexOptions.Singleline)]
    private static partial Regex Calls();

    [GeneratedRegex(" · ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}) UTC")]
    private static partial Regex HeadingTime();
}
