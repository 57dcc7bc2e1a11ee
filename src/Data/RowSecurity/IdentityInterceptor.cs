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
        if (eventData.Context is not AppDbContext { CurrentUser: { } user }) return null;
        var statements = Statements(user);
        if (statements.Length == 0) return null;
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statements;
        return command;
    }

    // SET takes no parameters; a Guid's text cannot hold anything but hexadecimal digits and dashes.
    private static string Statements(CurrentUser user)
    {
        var identity = user.Guest is { } guest ? OfGuest(guest) : user.Id is { } id ? $"SET LOCAL app.user_id = '{id:D}';" : "";
        return user.ReadOnly ? identity + "SET TRANSACTION READ ONLY" : identity;
    }

    private static string OfGuest(Guest guest) =>
        $"SET LOCAL app.user_id = '{guest.OwnerId:D}';SET LOCAL app.guest_conversation = '{guest.ConversationId:D}';"
        + (guest.MemberId is { } member ? $"SET LOCAL app.guest_id = '{member:D}';" : "")
        + (guest.LinkId is { } link ? $"SET LOCAL app.link_id = '{link:D}';" : "");
}
