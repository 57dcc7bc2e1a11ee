using System.Threading.Channels;

namespace ConversationMemory.Services.Summaries;

/// <summary>Wakes the summary worker of this instance before its next round.</summary>
public sealed class SummarySignal
{
    private readonly Channel<bool> channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => channel.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken ct) => await channel.Reader.ReadAsync(ct);
}
