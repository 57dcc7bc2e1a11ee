using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Keeps the day's size: the last measurement of a day stays.</summary>
public static class KeepSnapshot
{
    public static Task RunAsync(AdminDbContext db, StorageSnapshot snapshot, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(
        Sql.Read("Storage/Queries/KeepSnapshot"),
        [
            new NpgsqlParameter("day", snapshot.Day), new NpgsqlParameter("bytes", snapshot.Bytes), new NpgsqlParameter("kinds", snapshot.Kinds),
            new NpgsqlParameter("conversations", snapshot.Conversations), new NpgsqlParameter("messages", snapshot.Messages),
            new NpgsqlParameter("now", snapshot.TakenAt.ToUniversalTime()),
        ],
        ct);
}
