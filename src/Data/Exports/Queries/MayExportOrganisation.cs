namespace ConversationMemory.Data.Exports.Queries;

/// <summary>Whether somebody may have everything that an organisation's members wrote.</summary>
public static class MayExportOrganisation
{
    public static Task<bool> RunAsync(MaintenanceDataSource database, Guid organisation, Guid person, CancellationToken ct) =>
        database.ValueAsync<bool>("Exports/Queries/MayExportOrganisation", new { organisation, person }, ct);
}
