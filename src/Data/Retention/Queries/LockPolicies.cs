namespace ConversationMemory.Data.Retention.Queries;

/// <summary>Makes changes of policies wait for each other, until the transaction ends.</summary>
public static class LockPolicies
{
    public static Task RunAsync(AdminDbContext db, CancellationToken ct) => db.ExecuteAsync("Retention/Queries/LockPolicies", null, ct);
}
