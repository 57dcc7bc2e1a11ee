namespace ConversationMemory.Data.Exports.Queries;

/// <summary>Whether somebody may have everything that an organisation's members wrote.</summary>
public static class MayExportOrganisation
{
    public static async Task<bool> RunAsync(MaintenanceDataSource database, Guid organisation, Guid person, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Exports/Queries/MayExportOrganisation"));
        command.Parameters.AddWithValue("organisation", organisation);
        command.Parameters.AddWithValue("person", person);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
