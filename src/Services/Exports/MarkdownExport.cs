using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Services.Exports;

/// <summary>
/// The form for reading. Messages stand in it as they were written, between comments that begin with a word which occurs
/// in none of them; docs/exports.md describes it.
/// </summary>
public sealed class MarkdownExport
{
    internal const string Schema = "conversationmemory.markdown/1";

    private static readonly JsonSerializerOptions Folded = new(ToolCallJson.Options) { WriteIndented = true, NewLine = "\n" };

    private static readonly JsonSerializerOptions Scalar = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder markdown = new();
    private readonly ConversationExport conversation;
    private readonly ExportOptions options;
    private readonly string boundary;

    private MarkdownExport(ConversationExport whole, ExportOptions options) =>
        (this.options, conversation, boundary) = (options, options.Of(whole), ExportBoundary.For(whole));

    /// <summary>UTF-8 without a byte order mark. The same conversation and options give the same bytes.</summary>
    public static byte[] Write(ConversationExport conversation, ExportOptions? options = null) =>
        ExportParts.ToBytes(Parts(conversation, options ?? new ExportOptions()));

    /// <inheritdoc cref="MarkdownReader.Read(ReadOnlySpan{byte})"/>
    public static MarkdownConversation Read(ReadOnlySpan<byte> utf8) => MarkdownReader.Read(utf8);

    internal static IEnumerable<string> Parts(ConversationExport conversation, ExportOptions options)
    {
        var export = new MarkdownExport(conversation, options);
        export.Head();
        if (export.conversation.Summaries is [.., var summary]) export.Summary(summary);
        foreach (var message in export.conversation.Messages)
        {
            export.Message(message);
            yield return export.Taken();
        }

        yield return export.Taken();
    }

    private string Taken()
    {
        var part = markdown.ToString();
        markdown.Clear();
        return part;
    }

    private void Head()
    {
        Line("---");
        Field("format", Schema);
        Field("id", conversation.Id.ToString());
        Field("title", JsonSerializer.Serialize(conversation.Title, Scalar));
        Field("agent", JsonSerializer.Serialize(conversation.AgentName, Scalar));
        Field("created_at", Iso(conversation.CreatedAt));
        Field("updated_at", Iso(conversation.UpdatedAt));
        Field("messages", Number(conversation.Messages.Count));
        Field("messages_no_longer_shown", Number(conversation.PrunedCount));
        Field("tokens", Number(conversation.TotalTokens));
        if (options.Description() is { } part) Field("part", JsonSerializer.Serialize(part, Scalar));
        Field("boundary", boundary);
        Line("---");
        Line();
        Line($"# {Inline(conversation.Title)}");
        Line();
    }

    private void Summary(ExportedSummary summary)
    {
        Mark($"summary from={summary.FromSeq} through={summary.ThroughSeq} source={Word(summary.Source)}");
        Line($"## Summary of messages {summary.FromSeq} to {summary.ThroughSeq}");
        Line();
        Body(summary.Content);
    }

    private void Message(ExportedMessage message)
    {
        Mark($"message seq={message.Seq} role={Word(message.Role)} status={Word(message.Status)} at={Iso(message.CreatedAt)}");
        Line($"## {Heading(message)}");
        Line();
        if (message.Seq < conversation.FirstSeq && !message.Pinned) Remark("No longer shown in the chat: it has left the window.");
        if (message.ToolCalls is { Count: > 0 } calls) ToolCalls(calls);
        Body(message.Content);
        if (message.Status == MessageStatus.Broken) Remark(Inline(message.Error ?? "The reply broke off."));
        if (options.Context && ContextDetails.From(message.Context) is { } context) Context(context);
    }

    private void Context(ContextDetails context)
    {
        Line($"<details><summary>{context.Title}</summary>");
        Line();
        Line("| Part | Tokens | Note |");
        Line("|---|--:|---|");
        foreach (var line in context.Lines) Line($"| {Inline(line.What)} | {Number(line.Tokens)} | {Inline(line.Note ?? "")} |");
        Line();
        Line("</details>");
        Line();
    }

    private string Heading(ExportedMessage message)
    {
        var author = ConversationDocument.SpeakerOf(message, conversation);
        var state = message.Status switch { MessageStatus.Stopped => " · stopped", MessageStatus.Broken => " · broken off", _ => "" };
        return $"{message.Seq} · {Inline(author)} ({Word(message.Role)}) · {message.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{state}{(message.Pinned ? " · pinned" : "")}";
    }

    private void ToolCalls(IReadOnlyList<ToolCall> calls)
    {
        var json = JsonSerializer.Serialize(calls, Folded);
        var fence = MessageBody.FenceAround(json);
        Line($"<details><summary>{(calls.Count == 1 ? "1 tool call" : $"{calls.Count} tool calls")}</summary>");
        Line();
        Line($"{fence}json");
        Line(json);
        Line(fence);
        Line();
        Line("</details>");
        Line();
    }

    // What the length counts is between the empty line after the first comment and what closes it before the second.
    private void Body(string content)
    {
        var text = SafeMarkdown.Clean(content);
        var body = MessageBody.Of(text);
        Mark($"text length={MessageText.Length(text)}{(body.Opening.Length > 0 ? " fenced" : "")}");
        markdown.Append(body.Opening).Append(text).Append(body.Closing).Append("\n\n");
        Mark("end");
    }

    private void Remark(string text)
    {
        Line($"*{text}*");
        Line();
    }

    private void Mark(string what)
    {
        Line($"<!-- {boundary} {what} -->");
        Line();
    }

    private void Field(string name, string value) => Line($"{name}: {value}");

    private void Line(string text = "") => markdown.Append(text).Append('\n');

    private static string Inline(string text) => InlineText.Escape(text);

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
}
