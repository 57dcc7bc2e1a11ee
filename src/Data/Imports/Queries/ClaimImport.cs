namespace ConversationMemory.Data.Imports.Queries;

/// <summary>An import that this worker has to go on with, on its owner's behalf.</summary>
public sealed record ClaimedImport(Guid OwnerId, Guid Id, ImportState State, int Attempts);

public static class ClaimImport
{
    /// <param name="database">The maintenance role's.</param>
    /// <param name="now">Of the claim.</param>
    /// <param name="stale">A worker whose last sign of life is before this is gone.</param>
    /// <param name="ct">Ends the command.</param>
    /// <returns>Null: there is nothing to do.</returns>
    public static async Task<ClaimedImport?> RunAsync(MaintenanceDataSource database, DateTimeOffset now, DateTimeOffset stale, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Imports/Queries/ClaimImport"));
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("stale", stale.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ClaimedImport(reader.GetGuid(0), reader.GetGuid(1), Enum.Parse<ImportState>(reader.GetString(2), ignoreCase: true), reader.GetInt32(3))
            : null;
    }
}
