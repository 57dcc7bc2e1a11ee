using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ConversationMemory.Migrations;

internal static class OwnerCommands
{
    /// <summary>Runs SQL as it stands, within the context's transaction: EF would take the braces of a literal for a place of a parameter.</summary>
    public static async Task RunAsync(this AppDbContext db, string sql, CancellationToken ct)
    {
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }
}
