namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Lets one instance at a time measure, and not before it is due.</summary>
public static class ClaimMeasurement
{
    /// <param name="db">Within a transaction: the claim ends with it, and is undone with it.</param>
    /// <param name="now">When it is measured.</param>
    /// <param name="before">A measurement after this is fresh enough.</param>
    /// <returns>False: it has been measured meanwhile.</returns>
    public static async Task<bool> RunAsync(AdminDbContext db, DateTimeOffset now, DateTimeOffset before, CancellationToken ct) =>
        await db.ExecuteAsync("Storage/Queries/ClaimMeasurement", new { now, before }, ct) > 0;
}
