using Npgsql;

namespace ConversationMemory.Data;

/// <summary>Connections of the role that sees every row: for accounts and for the workers' own bookkeeping.</summary>
public sealed record MaintenanceDataSource(NpgsqlDataSource Source) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
