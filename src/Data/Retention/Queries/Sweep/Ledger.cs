namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="Holdings">People and agents whose figures were out.</param>
public sealed record UsageDifference(int Holdings, long Messages, long Bytes);

/// <summary>Keeps what people hold in step with what is there.</summary>
public static class Ledger
{
    /// <returns>Entries that were added; 0: none waits, or the portal is read-only.</returns>
    public static async Task<int> FoldAsync(MaintenanceDataSource database, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/FoldLedger"));
        return await command.ExecuteScalarAsync(ct) as int? ?? 0;
    }

    /// <summary>Reads all conversations.</summary>
    /// <returns>By how much the figures were out: nothing, unless there is a fault.</returns>
    public static async Task<UsageDifference> ReconcileAsync(MaintenanceDataSource database, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/ReconcileUsage"));
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new UsageDifference(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Forgets sweeps before a time that had nothing to do.</summary>
    public static async Task ForgetIdleRunsAsync(MaintenanceDataSource database, DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/ForgetIdleRuns"));
        command.Parameters.AddWithValue("before", before.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);
    }
}
