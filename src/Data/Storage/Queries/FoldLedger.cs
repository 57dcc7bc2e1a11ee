using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Adds the ledger's entries to what people hold.</summary>
public static class FoldLedger
{
    // As many as the function takes at a time.
    private const int Batch = 100_000;

    /// <summary>Until none is left, a transaction a batch. Others may do the same meanwhile.</summary>
    public static async Task RunAsync(AdminDbContext db, CancellationToken ct)
    {
        while ((await db.Database.SqlQueryRaw<int>(Sql.Read("Storage/Queries/FoldLedger")).ToListAsync(ct))[0] == Batch)
        {
        }
    }
}
