using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Raises an alert unless one of its level stands.</summary>
public static class RaiseAlert
{
    /// <returns>True: it is new.</returns>
    public static async Task<bool> RunAsync(AdminDbContext db, StorageAlert alert, CancellationToken ct) =>
        await db.Database.ExecuteSqlRawAsync(
            Sql.Read("Storage/Queries/RaiseAlert"),
            [
                new NpgsqlParameter("id", alert.Id), new NpgsqlParameter("level", alert.Level), new NpgsqlParameter("bytes", alert.Bytes),
                new NpgsqlParameter("budget", alert.Budget), new NpgsqlParameter("now", alert.RaisedAt.ToUniversalTime()),
            ],
            ct) > 0;
}
