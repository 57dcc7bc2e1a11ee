using System.Threading.RateLimiting;

namespace ConversationMemory.Services.Search;

/// <summary>
/// How many search at once: each person one search, and so many in all that what they read fits into memory. The others wait their turn, first
/// come, first served, until too many do.
/// </summary>
public sealed class SearchGate : IDisposable
{
    // One search holds up to some 150 MB: SearchCorpus.
    private const int MostAtOnce = 4;
    private const int MostWaiting = 200;
    private const int MostWaitingOfOne = 16;

    // First the person's own turn: who waits for that takes nobody else's place.
    private readonly PartitionedRateLimiter<Guid> places = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<Guid, Guid>(person => RateLimitPartition.GetConcurrencyLimiter(person, _ => Places(1, MostWaitingOfOne))),
        PartitionedRateLimiter.Create<Guid, int>(_ => RateLimitPartition.GetConcurrencyLimiter(0, _ => Places(MostAtOnce, MostWaiting))));

    /// <returns>The place, to be given back.</returns>
    /// <exception cref="SearchBusyException">Too many are waiting already.</exception>
    public async Task<IDisposable> EnterAsync(Guid person, CancellationToken ct)
    {
        var lease = await places.AcquireAsync(person, permitCount: 1, ct);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new SearchBusyException();
    }

    public void Dispose() => places.Dispose();

    private static ConcurrencyLimiterOptions Places(int most, int waiting) => new()
    {
        PermitLimit = most,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };
}
