using ConversationMemory.Data;
using ConversationMemory.Data.Storage.Queries;

namespace ConversationMemory.Services.Storage;

/// <summary>Counts what no statistics have, as seldom as its cost demands.</summary>
public sealed class StorageCounter(AdminDbContext db, TimeProvider clock)
{
    // It may take one part in so many of the time: a count of two seconds is made anew after two minutes. One of less than a
    // second is made each time.
    private const int Share = 60;
    private const double Quick = 1;

    // Up to so many messages all are looked at; of more about as many, wherever they lie.
    private const int Sample = 100_000;

    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    /// <param name="before">The last count; it is given back while it is not worth the time to count again.</param>
    /// <param name="tables">The sizes as they are now.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<StorageCounts> CountAsync(StorageCounts? before, IReadOnlyList<TableSize> tables, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (before is not null && before.Seconds >= Quick && now < before.CountedAt + TimeSpan.FromSeconds(before.Seconds * Share)) return before;
        var since = clock.GetTimestamp();
        var conversations = await CountConversations.RunAsync(db, now - Lately, ct);
        var (tools, isEstimate) = await ToolsAsync(tables.FirstOrDefault(t => t.Name == "messages")?.Live ?? 0, ct);
        return new StorageCounts(now, clock.GetElapsedTime(since).TotalSeconds, conversations, tools, isEstimate);
    }

    private async Task<(long Messages, bool IsEstimate)> ToolsAsync(long messages, CancellationToken ct)
    {
        var counted = await CountToolMessages.RunAsync(db, messages <= Sample ? 100 : 100.0 * Sample / messages, ct);
        return messages <= Sample
            ? (counted.WithTools, false)
            : ((long)Math.Round((double)messages * counted.WithTools / Math.Max(1, counted.Seen)), true);
    }
}
