namespace ConversationMemory.Data.Chat.Queries;

/// <summary>Forgets idempotency keys that nobody repeats any more.</summary>
public static class ForgetSends
{
    public static async Task<int> RunAsync(MaintenanceDataSource database, DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Chat/Queries/ForgetSends"));
        command.Parameters.AddWithValue("before", before.ToUniversalTime());
        return await command.ExecuteNonQueryAsync(ct);
    }
}
