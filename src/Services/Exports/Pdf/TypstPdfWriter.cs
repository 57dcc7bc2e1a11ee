using System.Collections.Concurrent;
using System.Diagnostics;
using ConversationMemory.Services.Exports.Document;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>Makes PDF files by Typst, in a few processes that are started when they are first needed. Who comes first is served first.</summary>
public sealed class TypstPdfWriter : IPdfWriter, IDisposable
{
    // Beyond this a wait would be longer than anybody's patience.
    private const int MostWaiting = 40;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly PdfOptions options;
    private readonly ILogger<TypstPdfWriter> log;
    private readonly SemaphoreSlim free;
    private readonly ConcurrentStack<TypstWorker> workers = new();
    private readonly Timer idle;
    private int waiting;

    public TypstPdfWriter(IOptions<PdfOptions> options, ILogger<TypstPdfWriter> log)
    {
        (this.options, this.log, free) = (options.Value, log, new SemaphoreSlim(options.Value.Workers));
        idle = new Timer(_ => EndIdle(), null, Idle, Idle);
    }

    /// <summary>Processes that wait for work, for measurements and tests.</summary>
    public IReadOnlyList<int> WaitingProcesses => [.. workers.Select(worker => worker.ProcessId)];

    public async Task<ReadOnlyMemory<byte>> WriteAsync(ConversationDocument document, CancellationToken ct)
    {
        var turn = await TurnAsync(ct);
        try
        {
            var (data, fonts) = PdfData.Of(document);
            return await WriteAsync(data, fonts);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        idle.Dispose();
        while (workers.TryPop(out var worker)) worker.Dispose();
    }

    private async Task<SemaphoreSlim> TurnAsync(CancellationToken ct)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting + options.Workers)
        {
            Interlocked.Decrement(ref waiting);
            throw PdfException.Busy();
        }

        try
        {
            await free.WaitAsync(ct);
            return free;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    // A worker that somebody ended is nobody's fault: another one does it.
    private async Task<ReadOnlyMemory<byte>> WriteAsync(ReadOnlyMemory<byte> data, IReadOnlyList<string> fonts)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(data, fonts);
            }
            catch (IOException) when (attempt == 1)
            {
                log.LogWarning("A worker for PDF died; another one is started");
            }
            catch (IOException)
            {
                log.LogError("A worker for PDF died twice over the same conversation");
                throw PdfException.Failed();
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> WriteOnceAsync(ReadOnlyMemory<byte> data, IReadOnlyList<string> fonts)
    {
        var worker = workers.TryPop(out var known) ? known : await TypstWorker.StartAsync(options);
        var works = false;
        try
        {
            if (fonts.FirstOrDefault(worker.MissingFonts.Contains) is { } missing)
            {
                works = true;
                throw PdfException.FontsMissing(missing);
            }

            var file = await worker.WriteAsync(data);
            works = !worker.IsWornOut;
            return file;
        }
        catch (PdfException problem) when (problem.Problem is not PdfProblem.FontsMissing)
        {
            log.LogWarning("A PDF was not made of {Bytes} bytes: {Problem}", data.Length, problem.Problem);
            works = problem.Problem == PdfProblem.Failed;
            throw;
        }
        finally
        {
            if (works) workers.Push(worker);
            else worker.Dispose();
        }
    }

    private void EndIdle()
    {
        // Taken out first, so that none is ended that has just been given work.
        var found = new TypstWorker[options.Workers];
        foreach (var worker in found.AsSpan(0, workers.TryPopRange(found)))
        {
            if (Stopwatch.GetElapsedTime(worker.IdleSince) > Idle) worker.Dispose();
            else workers.Push(worker);
        }
    }
}
