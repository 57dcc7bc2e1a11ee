namespace ConversationMemory.Data.Retention.Queries;

/// <summary>Writes the settings that triggers need into the policy's row. What an admin has set of window and TTL stays.</summary>
public static class ApplySettings
{
    /// <param name="window">Newest messages kept; 0: all.</param>
    /// <param name="ttlDays">Days a conversation lives after it was last active; 0: for ever.</param>
    /// <param name="maxMessageLength">In Unicode characters.</param>
    /// <param name="maxToolCallSize">In Unicode characters of JSON.</param>
    public static Task RunAsync(
        MaintenanceDataSource database, int window, int ttlDays, int maxMessageLength, int maxToolCallSize, CancellationToken ct) =>
        database.ExecuteAsync(
            "Retention/Queries/ApplySettings",
            new { window, ttl_days = ttlDays, message_length = maxMessageLength, tool_call_size = maxToolCallSize },
            ct);
}
