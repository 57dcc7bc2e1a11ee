namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>Whose conversations and receipts they are, for admins.</summary>
public static class People
{
    /// <returns>Null: nobody has this address.</returns>
    public static async Task<Guid?> FindAsync(MaintenanceDataSource database, string email, CancellationToken ct) =>
        (await RunAsync(database, email, [], ct)) is { Count: > 0 } found ? found.Keys.First() : null;

    /// <returns>The addresses of those who have an account still.</returns>
    public static Task<IReadOnlyDictionary<Guid, string>> EmailsAsync(MaintenanceDataSource database, IEnumerable<Guid> ids, CancellationToken ct) =>
        RunAsync(database, "", [.. ids.Distinct()], ct);

    private static async Task<IReadOnlyDictionary<Guid, string>> RunAsync(MaintenanceDataSource database, string email, Guid[] ids, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/People"));
        command.Parameters.AddWithValue("email", email.Trim());
        command.Parameters.AddWithValue("ids", ids);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var people = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(ct)) people[reader.GetGuid(0)] = reader.GetString(1);
        return people;
    }
}
