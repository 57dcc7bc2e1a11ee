using ConversationMemory.Data.Sharing.Queries;

namespace ConversationMemory.Services.Messages.Access;

/// <summary>A stream that is open, until its reader leaves or may read no more.</summary>
public sealed class WatchedStream : IDisposable
{
    private readonly StreamWatch watch;
    private readonly CancellationTokenSource ended;

    internal WatchedStream(StreamRight right, StreamWatch watch, CancellationToken ct)
    {
        (Right, this.watch) = (right, watch);
        ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Ended = ended.Token;
    }

    public StreamRight Right { get; }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Ended { get; }

    public void Dispose()
    {
        watch.Close(this);
        ended.Dispose();
    }

    internal void End() => _ = ended.CancelAsync();
}
