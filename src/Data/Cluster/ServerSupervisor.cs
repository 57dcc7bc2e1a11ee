using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Data.Cluster;

/// <summary>Runs the server on a thread of its own until told to stop, and starts it again should it end.</summary>
internal sealed class ServerSupervisor(ClusterPaths paths, ServerBinaries binaries, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Process? process;
    private volatile bool restarts;

    /// <summary>Completes when the server has ended and will not be started again.</summary>
    public Task Ended => ended.Task;

    /// <summary>
    /// Starts the server. Until <see cref="KeepAlive"/> is called, its end is the end: a server that cannot start at all
    /// is not worth trying again.
    /// </summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "database server" }.Start();

    public void KeepAlive() => restarts = true;

    /// <summary>Stops the server, ending its sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Send(Signal.Interrupt);
        try
        {
            await Ended.WaitAsync(ShutdownPatience);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("The database server did not stop within {Patience}; stopping it at once", ShutdownPatience);
            Send(Signal.Quit);
            await Ended;
        }
        process?.Dispose();
        stopping.Dispose();
    }

    // The thread must outlive the server: the kernel stops the server when the thread that started it ends.
    private void Run()
    {
        var pause = ShortestPause;
        do
        {
            var lifetime = Stopwatch.StartNew();
            RunOnce();
            pause = lifetime.Elapsed > LongEnough ? ShortestPause : pause * 2;
            pause = pause < LongestPause ? pause : LongestPause;
        }
        while (restarts && !stopping.Token.WaitHandle.WaitOne(pause));
        ended.SetResult();
    }

    private void RunOnce()
    {
        try
        {
            LeftoverServer.ClearAsync(paths, logger, stopping.Token).GetAwaiter().GetResult();
            if (TryStart() is not { } server)
                return;
            server.WaitForExit();
            if (!stopping.IsCancellationRequested && restarts)
                logger.LogError("The database server ended by itself with code {ExitCode}; it is started again", server.ExitCode);
        }
        catch (OperationCanceledException)
        {
            // Stopped while waiting for a leftover of the server to end.
        }
        catch (Exception failed)
        {
            // Whatever it was, it must not end the app: it may pass.
            logger.LogError(failed, "The database server could not be started");
        }
    }

    private Process? TryStart()
    {
        lock (gate)
        {
            process?.Dispose();
            return process = stopping.IsCancellationRequested ? null : Process.Start(ServerUser.Server(
                paths.Server, paths.StartLog, binaries["postgres"], "-D", ServerUser.Directory));
        }
    }

    private void Send(int signal)
    {
        lock (gate)
        {
            if (process is { HasExited: false })
                Signal.Send(process.Id, signal);
        }
    }
}
