namespace ConversationMemory.Data.Storage.Queries;

/// <summary>What a table takes on disk, in bytes.</summary>
/// <param name="Heap">Its rows, with the free room between them.</param>
/// <param name="Indexes">All of its indexes.</param>
/// <param name="Toast">What of long values lies beside the rows.</param>
/// <param name="Live">Rows, about.</param>
/// <param name="Dead">Rows that are deleted or replaced and whose room is not free yet, about.</param>
/// <param name="VacuumedAt">When that room was last made free; null: not yet, or not known any more.</param>
public sealed record TableSize(string Name, long Heap, long Indexes, long Toast, long Live, long Dead, DateTimeOffset? VacuumedAt)
{
    public long Total => Heap + Indexes + Toast;
}

public static class TableSizes
{
    /// <returns>The tables of the app, the largest first.</returns>
    public static async Task<IReadOnlyList<TableSize>> RunAsync(AdminDbContext db, CancellationToken ct) =>
        await db.QueryAsync<TableSize>("Storage/Queries/TableSizes", null, ct);
}
