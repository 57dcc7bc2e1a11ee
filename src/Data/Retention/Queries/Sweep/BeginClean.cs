using NpgsqlTypes;

namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Notes that an admin starts a cleanup; the runner of any instance then does it.</summary>
public static class BeginClean
{
    /// <returns>The conversations it means.</returns>
    public static async Task<int> RunAsync(
        MaintenanceDataSource database, Guid run, CleanupFilter filter, int? perSecond, Guid? by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/BeginClean"));
        command.Parameters.AddWithValue("run", run);
        command.Parameters.AddWithValue("filter", filter.ToJson());
        command.Parameters.AddWithValue("per_second", NpgsqlDbType.Integer, (object?)perSecond ?? DBNull.Value);
        command.Parameters.AddWithValue("by", NpgsqlDbType.Uuid, (object?)by ?? DBNull.Value);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
