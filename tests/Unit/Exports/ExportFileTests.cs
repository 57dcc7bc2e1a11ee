using System.IO.Pipelines;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Tests.Unit.Exports;

public class ExportFileTests
{
    private const int Piece = 16 * 1024;

    [Theory]
    [InlineData(ExportFormat.Md)]
    [InlineData(ExportFormat.Html)]
    [InlineData(ExportFormat.Txt)]
    [InlineData(ExportFormat.Json)]
    public async Task Long_file_is_made_while_it_is_fetched(ExportFormat format)
    {
        // Some megabytes, of which a slow reader leaves a few kilobytes waiting.
        var file = ExportFiles.Of(Exported.Of([.. Enumerable.Repeat(string.Concat(Enumerable.Repeat("so many words ", 150)), 1_000)]), format);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: Piece, resumeWriterThreshold: Piece / 2, useSynchronizationContext: false));
        var writing = WriteAsync(file, pipe.Writer);
        var (total, most) = (0L, 0L);
        while (await pipe.Reader.ReadAsync() is { } read && !(read.IsCompleted && read.Buffer.IsEmpty))
        {
            Assert.True(total > 0 || !writing.IsCompleted, "all of it was made before anything was fetched");
            (total, most) = (total + read.Buffer.Length, Math.Max(most, read.Buffer.Length));
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        await writing;
        Assert.Equal((await file.ReadAllAsync(default)).Length, total);
        Assert.InRange(most, 1, 8 * Piece);
    }

    [Theory]
    [InlineData(ExportFormat.Md)]
    [InlineData(ExportFormat.Html)]
    [InlineData(ExportFormat.Txt)]
    public async Task Every_format_tells_who_said_what_and_how_it_ended(ExportFormat format)
    {
        var export = Exported.Of("Question", "Answer", "Rule", "Finding") with { Title = "The matter", AgentName = "Guide", Summaries = [Exported.Summary("In short")] };
        MessageRecord[] messages =
        [
            export.Messages[0] with { AuthorName = "ben", AuthorId = Guid.NewGuid() }, export.Messages[1] with { Status = MessageStatus.Stopped, Pinned = true },
            export.Messages[2] with { Role = MessageRole.System }, export.Messages[3] with { Role = MessageRole.Tool, Status = MessageStatus.Broken, Error = "It broke" },
        ];
        var text = System.Text.Encoding.UTF8.GetString(await ExportFiles.Of(export with { Messages = messages }, format).ReadAllAsync(default));
        var at = 0;
        foreach (var said in new[] { "The matter", "In short", "ben", "Question", "Guide", "stopped", "pinned", "Answer", "System", "Rule", "Tool", "broken off", "Finding", "It broke" })
        {
            at = text.IndexOf(said, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{said} is missing, or not in its place");
        }
    }

    private static async Task WriteAsync(ExportFile file, PipeWriter output)
    {
        await file.WriteAsync(output, default);
        await output.CompleteAsync();
    }
}
