using Npgsql;

namespace ConversationMemory.Data.Work;

/// <summary>
/// The connection that listens for notifications: one for each instance, of the maintenance role, outside of any pool. It must lead to the
/// server itself: behind a pooler in transaction mode LISTEN succeeds and nothing ever arrives.
/// </summary>
public sealed record ListenDataSource(NpgsqlDataSource Source) : IAsyncDisposable
{
    /// <param name="maintenanceConnection">The maintenance role's connection string.</param>
    public static ListenDataSource Create(string maintenanceConnection) =>
        new(DataSources.Create(new NpgsqlConnectionStringBuilder(maintenanceConnection)
        {
            Pooling = false,
            // A connection that only waits would not notice that its server has gone.
            KeepAlive = 10,
            ApplicationName = "cm_listen",
        }.ConnectionString, "listen"));

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
