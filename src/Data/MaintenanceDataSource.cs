using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Data;

/// <summary>Connections of the role that sees every row: for accounts and for the workers' own bookkeeping.</summary>
public sealed record MaintenanceDataSource(NpgsqlDataSource Source) : IAsyncDisposable
{
    private readonly DbContextOptions<AdminDbContext> options = new DbContextOptionsBuilder<AdminDbContext>().UseNpgsql(Source).Options;

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>For one statement of a worker that has no context of its own.</summary>
    internal AdminDbContext Context() => new(options);
}
