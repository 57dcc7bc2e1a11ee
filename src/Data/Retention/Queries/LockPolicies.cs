namespace ConversationMemory.Data.Retention.Queries;

/// <summary>Makes changes of policies wait for each other, until the transaction ends.</summary>
public static class LockPolicies
{
    public static async Task RunAsync(AdminDbContext db, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Retention/Queries/LockPolicies");
        await command.ExecuteNonQueryAsync(ct);
    }
}
