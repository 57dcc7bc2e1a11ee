using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>
/// One Node process that makes files one after the other (Worker/worker.mjs). It ends when its input does, or the process that started it, so it
/// does not outlive the app. Frames of it begin with five bytes: what they hold, and their length.
/// </summary>
internal sealed class TypstWorker : IDisposable
{
    // It takes memory that it does not give back.
    private const int MostFiles = 200;
    private const int WornOutMegabytes = 600;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Process process;
    private readonly PdfOptions options;
    private int files;

    private TypstWorker(Process process, PdfOptions options) => (this.process, this.options) = (process, options);

    /// <summary>Font families that the template names and this system lacks.</summary>
    public IReadOnlyList<string> MissingFonts { get; private set; } = [];

    /// <summary>When it was last used, for those who end idle ones.</summary>
    public long IdleSince { get; private set; }

    /// <summary>It is better to start another one.</summary>
    public bool IsWornOut => files >= MostFiles || Megabytes() > WornOutMegabytes;

    public int ProcessId => process.Id;

    /// <exception cref="PdfException">There is no Node, or no worker.</exception>
    public static async Task<TypstWorker> StartAsync(PdfOptions options)
    {
        var worker = new TypstWorker(Launch(options), options);
        try
        {
            var hello = await worker.ReadAsync().WaitAsync(StartTime);
            worker.MissingFonts = Encoding.UTF8.GetString(hello.Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return worker;
        }
        catch (Exception fault) when (fault is IOException or TimeoutException)
        {
            worker.Dispose();
            throw PdfException.NotInstalled();
        }
    }

    /// <exception cref="PdfException">It took too long, too much memory, or cannot be laid out.</exception>
    /// <exception cref="IOException">The worker died.</exception>
    public async Task<ReadOnlyMemory<byte>> WriteAsync(ReadOnlyMemory<byte> data)
    {
        files++;
        var answer = await WatchAsync(AskAsync(data));
        IdleSince = Stopwatch.GetTimestamp();
        return answer.Kind == 'P' ? answer.Content : throw PdfException.Failed();
    }

    public void Dispose()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        process.Dispose();
    }

    // Nothing can interrupt it from within.
    private async Task<Frame> WatchAsync(Task<Frame> answer)
    {
        var since = Stopwatch.GetTimestamp();
        while (await Task.WhenAny(answer, Task.Delay(Look)) != answer)
        {
            if (Stopwatch.GetElapsedTime(since).TotalSeconds < options.TimeoutSeconds && Megabytes() < options.MaxMemoryMegabytes) continue;
            process.Kill();
            // It is told that nobody reads its end.
            _ = answer.ContinueWith(task => task.Exception, TaskScheduler.Default);
            throw PdfException.TooLarge();
        }

        return await answer;
    }

    private async Task<Frame> AskAsync(ReadOnlyMemory<byte> data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        var input = process.StandardInput.BaseStream;
        await input.WriteAsync(length);
        await input.WriteAsync(data);
        await input.FlushAsync();
        return await ReadAsync();
    }

    private async Task<Frame> ReadAsync()
    {
        var output = process.StandardOutput.BaseStream;
        var head = new byte[5];
        await output.ReadExactlyAsync(head);
        var content = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1))];
        await output.ReadExactlyAsync(content);
        return new Frame((char)head[0], content);
    }

    private long Megabytes()
    {
        process.Refresh();
        return process.HasExited ? 0 : process.WorkingSet64 / 1_000_000;
    }

    private static Process Launch(PdfOptions options)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "pdf");
        var start = new ProcessStartInfo(options.Node, [Path.Combine(folder, "worker.mjs"), .. options.FontFolder is { } fonts ? new[] { fonts } : []])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // The app's environment holds its secrets.
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        try
        {
            var process = Process.Start(start)!;
            // Whatever it says there may quote a conversation.
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Exception fault) when (fault is Win32Exception or DirectoryNotFoundException)
        {
            throw PdfException.NotInstalled();
        }
    }

    /// <param name="Kind">P: a PDF, E: it cannot be made, H: it is ready.</param>
    private readonly record struct Frame(char Kind, ReadOnlyMemory<byte> Content);
}
