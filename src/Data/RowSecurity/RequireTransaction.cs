using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ConversationMemory.Data.RowSecurity;

/// <summary>Refuses a command outside of a transaction: it would carry no identity and quietly see no rows. Migrations need none.</summary>
internal sealed class RequireTransaction : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Check(eventData, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Check(eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Check(eventData, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Check(eventData, result));

    private static InterceptionResult<T> Check<T>(CommandEventData eventData, InterceptionResult<T> result) =>
        eventData is { Context: AppDbContext { Database.CurrentTransaction: null }, CommandSource: not CommandSource.Migrations }
            ? throw new InvalidOperationException("Begin a transaction first: only a transaction carries the identity.")
            : result;
}
