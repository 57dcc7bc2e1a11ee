namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>What waits for the sweep. Counts end at the most that was asked for.</summary>
/// <param name="ToRemove">In the trash, and their days are over.</param>
/// <param name="ToEnd">Live or archived, and their time is over.</param>
/// <param name="EndingSoon">Whose time is over within the days looked at, those of <paramref name="ToEnd"/> among them.</param>
/// <param name="WaitingForCopy">Whose deletion waits until a copy is saved.</param>
/// <param name="FailingCopies">Of these, that could not be saved at first.</param>
/// <param name="OldestActiveAt">When the longest inactive live one was last active; null: there is none.</param>
public sealed record DueConversations(int ToRemove, int ToEnd, int EndingSoon, int WaitingForCopy, int FailingCopies, DateTimeOffset? OldestActiveAt);

public static class DueCounts
{
    public static async Task<DueConversations> RunAsync(
        MaintenanceDataSource database, DateTimeOffset now, TimeSpan ahead, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/DueCounts"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("until", now.ToUniversalTime() + ahead);
        command.Parameters.AddWithValue("most", most);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new DueConversations(
            reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4),
            await reader.IsDBNullAsync(5, ct) ? null : reader.GetFieldValue<DateTimeOffset>(5));
    }
}
