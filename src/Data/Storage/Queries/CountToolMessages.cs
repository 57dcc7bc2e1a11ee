using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Messages that are not packed.</summary>
/// <param name="WithTools">Those for which tools were called.</param>
/// <param name="Seen">All that were looked at.</param>
public sealed record ToolMessages(long WithTools, long Seen);

public static class CountToolMessages
{
    /// <param name="db">The connection.</param>
    /// <param name="percent">How much of the table is read; 100: all of it.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<ToolMessages> RunAsync(AdminDbContext db, double percent, CancellationToken ct) =>
        (await db.Database.SqlQueryRaw<ToolMessages>(
            Sql.Read("Storage/Queries/CountToolMessages"), new NpgsqlParameter("percent", percent)).ToListAsync(ct))[0];
}
