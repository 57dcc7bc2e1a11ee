namespace ConversationMemory.Data.Storage.Queries;

public static class DatabaseSize
{
    /// <returns>Bytes of all files of the database, without the write-ahead log, which all databases of a server share.</returns>
    public static Task<long> RunAsync(AdminDbContext db, CancellationToken ct) => db.ValueAsync<long>("Storage/Queries/DatabaseSize", null, ct);
}
