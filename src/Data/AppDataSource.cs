using Npgsql;

namespace ConversationMemory.Data;

/// <summary>Connections of the role that row security binds.</summary>
public sealed record AppDataSource(NpgsqlDataSource Source) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
