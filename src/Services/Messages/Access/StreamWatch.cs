using ConversationMemory.Data;
using ConversationMemory.Data.Sharing.Queries;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Messages.Access;

/// <summary>
/// Looks whether those who follow a reply still may: for all streams that are open at this instance by one query, as long as there are any.
/// </summary>
public sealed class StreamWatch(MaintenanceDataSource database, TimeProvider clock, ILogger<StreamWatch> log)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly HashSet<WatchedStream> open = [];
    private bool isLooking;

    /// <returns>Cancelled when the reader may read no more, or when <paramref name="ct"/> is. Dispose of it when the stream is closed.</returns>
    public WatchedStream Watch(StreamRight right, CancellationToken ct)
    {
        var stream = new WatchedStream(right, this, ct);
        lock (gate)
        {
            open.Add(stream);
            if (!isLooking) _ = Task.Run(LookAsync, CancellationToken.None);
            isLooking = true;
        }

        return stream;
    }

    internal void Close(WatchedStream stream)
    {
        lock (gate) open.Remove(stream);
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        do await timer.WaitForNextTickAsync();
        while (await LookOnceAsync());
    }

    private async Task<bool> LookOnceAsync()
    {
        WatchedStream[] streams;
        lock (gate)
        {
            streams = [.. open];
            if (streams.Length == 0) return isLooking = false;
        }

        try
        {
            foreach (var place in await EndedStreams.RunAsync(database, [.. streams.Select(s => s.Right)], CancellationToken.None)) End(streams[place]);
        }
        catch (Exception fault)
        {
            // The database may be away for a moment; the next look tries again.
            log.LogWarning(fault, "The rights of {Streams} streams could not be looked up", streams.Length);
        }

        return true;
    }

    private void End(WatchedStream stream)
    {
        lock (gate)
        {
            // What listens runs elsewhere, so that it may come back here.
            if (open.Contains(stream)) stream.End();
        }
    }
}
