namespace ConversationMemory.Data.Operations.Queries;

/// <summary>Whether an admin has had all instances stop writing. Outside of any person's transaction.</summary>
/// <param name="IsOn">Nothing may be written.</param>
/// <param name="Text">Why, for everybody to read; null: nothing was said.</param>
/// <param name="Since">UTC; null: never.</param>
public sealed record ReadOnlySetting(bool IsOn, string? Text, DateTimeOffset? Since)
{
    public static async Task<ReadOnlySetting> ReadAsync(AppDataSource database, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.Source.CreateCommand(Sql.Read("Operations/Queries/ReadOnlySetting"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(
            reader.GetBoolean(0),
            reader.IsDBNull(1) ? null : reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2));
    }
}
