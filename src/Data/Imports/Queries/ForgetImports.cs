namespace ConversationMemory.Data.Imports.Queries;

/// <summary>Forgets what old imports listed.</summary>
public static class ForgetImports
{
    /// <param name="database">The maintenance role's.</param>
    /// <param name="before">Those that ended before.</param>
    /// <param name="ct">Ends the command.</param>
    public static async Task RunAsync(MaintenanceDataSource database, DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Imports/Queries/ForgetImports"));
        command.Parameters.AddWithValue("before", before.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);
    }
}
