namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>What was done, in conversations but for messages and bytes; both are of those removed for good.</summary>
/// <param name="Handled">Looked at and moved on, or found to live on. A sweep is over when a batch has none.</param>
public sealed record SweepCounts(int Handled, int Noticed, int Archived, int Trashed, int Deleted, long Messages, long Bytes)
{
    public static readonly SweepCounts None = new(0, 0, 0, 0, 0, 0, 0);

    public static SweepCounts operator +(SweepCounts a, SweepCounts b) => Add(a, b);

    public static SweepCounts Add(SweepCounts a, SweepCounts b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new(
            a.Handled + b.Handled, a.Noticed + b.Noticed, a.Archived + b.Archived, a.Trashed + b.Trashed,
            a.Deleted + b.Deleted, a.Messages + b.Messages, a.Bytes + b.Bytes);
    }
}

/// <summary>One batch of the sweep: one transaction, whole or not at all.</summary>
public static class SweepBatch
{
    public static Task<SweepCounts> RunAsync(
        MaintenanceDataSource database, Guid run, string layer, int most, DateTimeOffset at, CancellationToken ct) =>
        database.ValueAsync<SweepCounts>("Retention/Queries/Sweep/SweepBatch", new { run, layer, most, at }, ct);
}
