using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ConversationMemory.Data;

internal static class TransactionCommands
{
    /// <summary>A statement of <c>src/Data</c> within the context's transaction.</summary>
    /// <exception cref="InvalidOperationException">There is none: only a transaction carries the identity.</exception>
    public static NpgsqlCommand Command(this AppDbContext db, string name)
    {
        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("Begin a transaction first: only a transaction carries the identity.");
        return new NpgsqlCommand(
            Sql.Read(name), (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
    }
}
