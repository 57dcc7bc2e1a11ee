using System.Diagnostics;
using System.Globalization;
using System.Text;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.Pdf;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.Unit.Exports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Tests.E2E.Pdf;

/// <summary>The processes that make PDF files: what happens when they are busy, die, or are not there at all.</summary>
public sealed class PdfWorkerTests
{
    private static readonly ConversationDocument Short = Document(Exported.Of("Hello", "Hi"));

    // Takes some seconds.
    private static readonly ConversationDocument Long = Document(Exported.Of([.. Enumerable.Range(0, 4_000).Select(n => $"Message {n} with **words** and `code`\n\n- a\n- b\n\n```py\nx = {n}\n```")]));

    [PdfFact]
    public async Task Eight_at_once_are_all_served_by_two_processes()
    {
        using var writer = Writer();
        var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => writer.WriteAsync(Short, CancellationToken.None)));
        Assert.All(files, file => Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(file.Span[..8]), StringComparison.Ordinal));
        Assert.Equal(2, writer.WaitingProcesses.Count);
        // None of them knows anything of another's: the same conversation gives the same bytes.
        Assert.All(files, file => Assert.True(file.Span.SequenceEqual(files[0].Span)));
    }

    [PdfFact]
    public async Task Worker_that_is_killed_while_it_waits_or_works_is_replaced()
    {
        using var writer = Writer();
        await writer.WriteAsync(Short, CancellationToken.None);
        Process.GetProcessById(Assert.Single(writer.WaitingProcesses)).Kill();
        await writer.WriteAsync(Short, CancellationToken.None);

        var worker = Assert.Single(writer.WaitingProcesses);
        var file = writer.WriteAsync(Document(Exported.Of([.. Enumerable.Repeat("Hello **you**", 1_500)])), CancellationToken.None);
        await Until.TrueAsync(() => Task.FromResult(writer.WaitingProcesses.Count == 0));
        Process.GetProcessById(worker).Kill();
        Assert.True((await file).Length > 10_000);
        Assert.NotEqual(worker, Assert.Single(writer.WaitingProcesses));
    }

    [PdfFact]
    public async Task What_takes_too_long_is_ended_and_the_next_one_works()
    {
        using var writer = Writer(new PdfOptions { TimeoutSeconds = 1 });
        var refused = await Assert.ThrowsAsync<PdfException>(() => writer.WriteAsync(Long, CancellationToken.None));
        Assert.Equal(PdfProblem.TooLarge, refused.Problem);
        Assert.Empty(writer.WaitingProcesses);
        await writer.WriteAsync(Short, CancellationToken.None);
    }

    [PdfFact]
    public async Task What_takes_too_much_memory_is_ended()
    {
        using var writer = Writer(new PdfOptions { MaxMemoryMegabytes = 250 });
        Assert.Equal(PdfProblem.TooLarge, (await Assert.ThrowsAsync<PdfException>(() => writer.WriteAsync(Long, CancellationToken.None))).Problem);
    }

    [PdfFact]
    public async Task Who_gives_up_waiting_takes_no_turn()
    {
        using var writer = Writer(new PdfOptions { Workers = 1 });
        var first = writer.WriteAsync(Document(Exported.Of([.. Enumerable.Repeat("Hello **you**", 1_500)])), CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var second = writer.WriteAsync(Short, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.True((await first).Length > 10_000);
        await writer.WriteAsync(Short, CancellationToken.None);
    }

    [PdfFact]
    public async Task Queue_has_an_end()
    {
        using var writer = Writer();
        var all = Enumerable.Range(0, 60).Select(_ => writer.WriteAsync(Short, CancellationToken.None)).ToList();
        var busy = 0;
        foreach (var one in all)
        {
            try
            {
                await one;
            }
            catch (PdfException problem)
            {
                Assert.Equal(PdfProblem.Busy, problem.Problem);
                busy++;
            }
        }

        Assert.InRange(busy, 1, 30);
    }

    [PdfFact]
    public async Task Processes_end_with_their_owner()
    {
        int worker;
        using (var writer = Writer())
        {
            await writer.WriteAsync(Short, CancellationToken.None);
            worker = Assert.Single(writer.WaitingProcesses);
        }

        await Until.TrueAsync(() => Task.FromResult(!IsRunning(worker)));
    }

    [PdfFact]
    public async Task Worker_in_the_middle_of_a_long_file_ends_when_whoever_started_it_is_killed()
    {
        // In the app's place a shell: the first time it starts the worker and waits for it, the second time it fails. The worker's input stays open.
        using var shell = new NodeScript("""
            [ ! -e "$0.said" ] || exit 1
            exec 3<&0
            node "$@" <&3 3<&- &
            echo "$$ $!" >"$0.now"; mv "$0.now" "$0.said"
            wait
            """);
        using var writer = Writer(new PdfOptions { Node = shell.Path });
        var file = writer.WriteAsync(Long, CancellationToken.None);
        await Until.TrueAsync(() => Task.FromResult(shell.Said.Length > 0));
        int[] processes = [.. shell.Said.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        // Long after its start: it lays out the file.
        await Until.TrueAsync(() => Task.FromResult(SecondsOfWork(processes[1]) > 1.5));
        Process.GetProcessById(processes[0]).Kill();
        await Until.TrueAsync(() => Task.FromResult(!IsRunning(processes[1])));
        // Had the file been made, there would be no second time.
        Assert.Equal(PdfProblem.NotInstalled, (await Assert.ThrowsAsync<PdfException>(() => file)).Problem);
    }

    [Theory]
    [InlineData("Noto Sans Mono", "Hello")]
    [InlineData("Noto Sans CJK SC", "Hello 東")]
    [InlineData("Noto Sans CJK SC", "한")]
    [InlineData("Noto Color Emoji", "Hello \U0001F600")]
    public async Task Font_that_a_conversation_needs_and_this_system_lacks_is_named(string font, string text)
    {
        using var node = NodeScript.Lacking(font);
        using var writer = Writer(new PdfOptions { Node = node.Path });
        foreach (var conversation in new[] { Exported.Of(text), Exported.Of("Hello") with { Title = text }, Exported.Of("Hello") with { AgentName = text } })
        {
            var refused = await Assert.ThrowsAsync<PdfException>(() => writer.WriteAsync(Document(conversation), CancellationToken.None));
            Assert.Equal(PdfProblem.FontsMissing, refused.Problem);
            Assert.Contains(font, refused.Message, StringComparison.Ordinal);
        }

        Assert.Single(writer.WaitingProcesses);
    }

    [PdfFact]
    public async Task Font_that_a_conversation_does_not_need_is_not_missed()
    {
        // The worker itself, which only says that it lacks two fonts.
        using var node = new NodeScript("""exec node --input-type=module -e "$(sed 's/missingFonts().join("\\n")/"Noto Sans CJK SC\\nNoto Color Emoji"/' "$1")" """);
        using var writer = Writer(new PdfOptions { Node = node.Path });
        await writer.WriteAsync(Document(Exported.Of("Hello, Привет, שלום ☂ “x” →")), CancellationToken.None);
        await Assert.ThrowsAsync<PdfException>(() => writer.WriteAsync(Document(Exported.Of("東")), CancellationToken.None));
    }

    [Fact]
    public async Task Without_Node_it_is_said_what_is_missing_and_what_to_do()
    {
        using var writer = Writer(new PdfOptions { Node = "/there/is/no/node" });
        var refused = await Assert.ThrowsAsync<PdfException>(() => writer.WriteAsync(Short, CancellationToken.None));
        Assert.Equal(PdfProblem.NotInstalled, refused.Problem);
        Assert.Contains("HTML", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_that_is_no_worker_is_no_harm()
    {
        using var writer = Writer(new PdfOptions { Node = "false" });
        Assert.Equal(PdfProblem.NotInstalled, (await Assert.ThrowsAsync<PdfException>(() => writer.WriteAsync(Short, CancellationToken.None))).Problem);
    }

    private static bool IsRunning(int process) => Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    // Field 14 and 15 of proc(5), in hundredths of a second.
    private static double SecondsOfWork(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        return (int.Parse(fields[11], CultureInfo.InvariantCulture) + int.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static TypstPdfWriter Writer(PdfOptions? options = null) => new(Options.Create(options ?? new PdfOptions()), NullLogger<TypstPdfWriter>.Instance);

    private static ConversationDocument Document(ConversationExport conversation) => ConversationDocument.Of(conversation, new ExportOptions());
}
