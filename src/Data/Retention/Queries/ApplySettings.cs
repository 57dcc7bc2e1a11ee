namespace ConversationMemory.Data.Retention.Queries;

/// <summary>Writes the settings that triggers need into the policy's row. What an admin has set of window and TTL stays.</summary>
public static class ApplySettings
{
    /// <param name="window">Newest messages kept; 0: all.</param>
    /// <param name="ttlDays">Days a conversation lives after it was last active; 0: for ever.</param>
    /// <param name="maxMessageLength">In Unicode characters.</param>
    /// <param name="maxToolCallSize">In Unicode characters of JSON.</param>
    public static async Task RunAsync(
        MaintenanceDataSource database, int window, int ttlDays, int maxMessageLength, int maxToolCallSize, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/ApplySettings"));
        command.Parameters.AddWithValue("window", window);
        command.Parameters.AddWithValue("ttl_days", ttlDays);
        command.Parameters.AddWithValue("message_length", maxMessageLength);
        command.Parameters.AddWithValue("tool_call_size", maxToolCallSize);
        await command.ExecuteNonQueryAsync(ct);
    }
}
