using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ConversationMemory.Data.RowSecurity;

/// <summary>
/// The one place that tells the database who is asking. The identity lives in the transaction, so it can neither leak
/// into the next use of a pooled connection nor be lost behind a transaction pooler.
/// </summary>
internal sealed class IdentityInterceptor : DbTransactionInterceptor
{
    public override DbTransaction TransactionStarted(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        using var command = Identify(connection, eventData, result);
        command?.ExecuteNonQuery();
        return result;
    }

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await using var command = Identify(connection, eventData, result);
        if (command is not null) await command.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }

    private static DbCommand? Identify(DbConnection connection, TransactionEndEventData eventData, DbTransaction transaction)
    {
        if (eventData.Context is not AppDbContext { CurrentUser: { } user } || (user.Id is null && !user.ReadOnly)) return null;
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        // SET takes no parameters; a Guid's text cannot hold anything but hexadecimal digits and dashes.
        var identify = user.Id is { } id ? $"SET LOCAL app.user_id = '{id:D}';" : "";
        command.CommandText = user.ReadOnly ? identify + "SET TRANSACTION READ ONLY" : identify;
        return command;
    }
}
