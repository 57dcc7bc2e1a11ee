using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Storage.Queries;

public static class DatabaseSize
{
    /// <returns>Bytes of all files of the database, without the write-ahead log, which all databases of a server share.</returns>
    public static async Task<long> RunAsync(AdminDbContext db, CancellationToken ct) =>
        (await db.Database.SqlQueryRaw<long>(Sql.Read("Storage/Queries/DatabaseSize")).ToListAsync(ct))[0];
}
