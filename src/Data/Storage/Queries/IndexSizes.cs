namespace ConversationMemory.Data.Storage.Queries;

/// <summary>What an index takes on disk, in bytes.</summary>
/// <param name="Method">Such as <c>btree</c>; full-text search has <c>gin</c>, memories have <c>hnsw</c>.</param>
/// <param name="Scans">How often it was used since statistics began.</param>
public sealed record IndexSize(string Name, string TableName, string Method, long Bytes, long Scans);

public static class IndexSizes
{
    /// <returns>The indexes of the app's tables, the largest first.</returns>
    public static async Task<IReadOnlyList<IndexSize>> RunAsync(AdminDbContext db, CancellationToken ct) =>
        await db.QueryAsync<IndexSize>("Storage/Queries/IndexSizes", null, ct);
}
