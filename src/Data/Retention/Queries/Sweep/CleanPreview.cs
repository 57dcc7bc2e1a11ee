using NpgsqlTypes;

namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="Held">Conversations that a hold keeps out of it.</param>
public sealed record CleanTotals(int Conversations, int Held, long Messages, long Bytes);

public sealed record CleanRow(Guid Id, string Email, string Agent, DateTimeOffset ActiveAt, int Messages, long Bytes, bool Archived, bool Held);

/// <summary>What a cleanup would take, by the condition it goes by.</summary>
public static class CleanPreview
{
    public static async Task<CleanTotals> TotalsAsync(MaintenanceDataSource database, CleanFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/CleanTotals"));
        command.Parameters.AddWithValue("filter", filter.ToJson());
        command.Parameters.AddWithValue("before", filter.ActiveBefore.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new CleanTotals(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    /// <summary>The longest inactive first.</summary>
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="filter">What is meant.</param>
    /// <param name="after">The last row of the page before; null: from the beginning.</param>
    /// <param name="most">Rows at most.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<CleanRow>> RowsAsync(
        MaintenanceDataSource database, CleanFilter filter, (DateTimeOffset At, Guid Id)? after, int most, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/CleanRows"));
        command.Parameters.AddWithValue("filter", filter.ToJson());
        command.Parameters.AddWithValue("before", filter.ActiveBefore.ToUniversalTime());
        command.Parameters.AddWithValue("after_at", NpgsqlDbType.TimestampTz, (object?)after?.At.ToUniversalTime() ?? DBNull.Value);
        command.Parameters.AddWithValue("after_id", NpgsqlDbType.Uuid, (object?)after?.Id ?? DBNull.Value);
        command.Parameters.AddWithValue("most", most);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<CleanRow>();
        while (await reader.ReadAsync(ct))
            rows.Add(new CleanRow(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetInt32(4), reader.GetInt64(5), reader.GetBoolean(6), reader.GetBoolean(7)));
        return rows;
    }
}
