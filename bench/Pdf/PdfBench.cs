using System.Diagnostics;
using System.Globalization;
using ConversationMemory.Bench.Storage;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.Pdf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Bench.Pdf;

/// <summary>Conversations as PDF, in the process that serves them: how long one takes, and what many leave behind.</summary>
internal static class PdfBench
{
    private const int InARow = 200;
    private const int AtOnce = 8;

    private static readonly string Reply = BenchFile.Read("Reply.md");

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        using var writer = new TypstPdfWriter(Options.Create(new PdfOptions()), NullLogger<TypstPdfWriter>.Instance);
        Console.WriteLine("PDF:");
        var cold = Stopwatch.GetTimestamp();
        await writer.WriteAsync(Conversation(30, 0, Made), ct);
        Console.WriteLine($"  the first one, with the start of its process: {Milliseconds(cold)}");
        await TimeAsync(writer, "full of code, tables and lists", Made, options, ct);
        if (RealText.Read("chat/messages.jsonl.gz") is { } texts) await TimeAsync(writer, "of real chats", (seq, number) => texts[((number * 1_000) + seq) % texts.Count], options, ct);
        await ManyAsync(writer, $"{InARow} in a row", Enumerable.Range(0, InARow).Chunk(1), ct);
        await ManyAsync(writer, $"{InARow} of them, {AtOnce} at once", Enumerable.Range(0, InARow).Chunk(AtOnce), ct);
    }

    private static async Task TimeAsync(TypstPdfWriter writer, string what, Func<int, int, string> text, BenchOptions options, CancellationToken ct)
    {
        foreach (var (messages, times) in new[] { (30, options.Rounds * 5), (1_000, options.Rounds) }) await TimeAsync(writer, what, n => Conversation(messages, n, text), times, ct);
    }

    private static async Task TimeAsync(TypstPdfWriter writer, string what, Func<int, ConversationDocument> conversation, int times, CancellationToken ct)
    {
        var messages = 0;
        var milliseconds = new Series();
        var length = 0;
        for (var n = 0; n < times; n++)
        {
            // No two are the same, or the layout of the one before would be used again.
            var since = Stopwatch.GetTimestamp();
            var document = conversation(n);
            length = (await writer.WriteAsync(document, ct)).Length;
            messages = document.Days.Sum(day => day.Messages.Count);
            milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {messages:N0} messages {what}: {milliseconds.ToText("0")} ms, {length / 1000:N0} kB"));
    }

    private static async Task ManyAsync(TypstPdfWriter writer, string what, IEnumerable<int[]> groups, CancellationToken ct)
    {
        var before = Memory(writer);
        var most = 0L;
        var since = Stopwatch.GetTimestamp();
        foreach (var group in groups)
        {
            await Task.WhenAll(group.Select(n => writer.WriteAsync(Conversation(30, n, Made), ct)));
            most = Math.Max(most, Memory(writer).Workers);
        }

        var after = Memory(writer);
        Console.WriteLine($"  {what}: {Milliseconds(since)}; app {before.App} to {after.App} MB, workers {before.Workers} to {after.Workers} MB, at most {most}");
    }

    private static string Milliseconds(long since) => string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(since).TotalMilliseconds:N0} ms");

    private static (long App, long Workers) Memory(TypstPdfWriter writer) =>
        (Environment.WorkingSet / 1_000_000, writer.WaitingProcesses.Sum(id => Process.GetProcessById(id).WorkingSet64 / 1_000_000));

    private static string Made(int seq, int number) => seq % 2 == 0
        ? $"{Reply}\n\nThis was answer {seq} of {number}."
        : $"How does step {seq} of plan {number} go, and what do I have to watch?";

    private static ConversationDocument Conversation(int messages, int number, Func<int, int, string> text)
    {
        var begun = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        return ConversationDocument.Of(
            new ConversationExport
            {
                Id = Guid.Empty,
                Title = $"A conversation, number {number}",
                TitleIsAutomatic = false,
                AgentId = Guid.Empty,
                AgentName = "Assistant",
                CreatedAt = begun,
                UpdatedAt = begun,
                ActiveAt = begun,
                LastSeq = messages,
                FirstSeq = 1,
                MessageCount = messages,
                TotalTokens = messages * 300L,
                PrunedCount = 0,
                PrunedSeq = 0,
                SummarySeq = 0,
                Summaries = [],
                Messages = [.. Enumerable.Range(1, messages).Select(seq => Message(seq, text(seq, number), begun))],
            },
            new ExportOptions());
    }

    private static MessageRecord Message(int seq, string text, DateTimeOffset begun)
    {
        var isReply = seq % 2 == 0;
        return new MessageRecord
        {
            Seq = seq,
            Role = isReply ? MessageRole.Assistant : MessageRole.User,
            Status = MessageStatus.Complete,
            Content = text,
            ToolCalls = null,
            Tokens = 300,
            ReplyTo = isReply ? seq - 1 : null,
            Model = null,
            Error = null,
            Context = null,
            Pinned = false,
            CreatedAt = begun.AddMinutes(seq * 7),
        };
    }
}
