using NpgsqlTypes;

namespace ConversationMemory.Data.Retention.Queries;

/// <summary>Sets the window for everybody, as an admin decided.</summary>
public static class SetWindow
{
    /// <param name="window">Newest messages kept; null: all.</param>
    /// <param name="waitsForSummary">Whether what leaves the window waits, unseen, until a summary covers it.</param>
    /// <param name="followsSettings">Whether the setting applies again from the next start.</param>
    public static async Task RunAsync(
        MaintenanceDataSource database, int? window, bool waitsForSummary, bool followsSettings, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/SetWindow"));
        command.Parameters.AddWithValue("window", NpgsqlDbType.Integer, (object?)window ?? DBNull.Value);
        command.Parameters.AddWithValue("waits", waitsForSummary);
        command.Parameters.AddWithValue("follows", followsSettings);
        await command.ExecuteNonQueryAsync(ct);
    }
}
