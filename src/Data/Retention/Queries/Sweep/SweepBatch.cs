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
    public static async Task<SweepCounts> RunAsync(
        MaintenanceDataSource database, Guid run, string layer, int most, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/SweepBatch"));
        command.Parameters.AddWithValue("run", run);
        command.Parameters.AddWithValue("layer", layer);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("at", at.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new SweepCounts(
            reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt64(5), reader.GetInt64(6));
    }
}
