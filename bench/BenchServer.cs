using ConversationMemory.Data.Cluster;
using ConversationMemory.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ConversationMemory.Bench;

/// <summary>A PostgreSQL of the bench's own, set up as the app sets up its own, in a temporary folder. Nothing of it stays.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly PrivateCluster cluster;

    private BenchServer(string directory, PrivateCluster cluster) => (Directory, this.cluster) = (directory, cluster);

    public string Directory { get; }

    public static async Task<BenchServer> StartAsync(CancellationToken ct)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("cm-bench-").FullName;
        return new BenchServer(directory, await PrivateCluster.StartAsync(directory, NullLogger.Instance, ct));
    }

    /// <summary>Makes a database with the app's schema.</summary>
    public async Task<DatabaseConnections> CreateAsync(string name, CancellationToken ct)
    {
        await CopyAsync(name, "template1", ct);
        var connections = DatabaseConnections.From(As(PrivateCluster.Superuser, name));
        await DatabaseSetup.PrepareAsync(connections, ct);
        return connections;
    }

    public Task CopyAsync(string name, string template, CancellationToken ct) =>
        RunAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {template}", ct);

    /// <summary>A role's connection string, with statements prepared as the app has them.</summary>
    public string As(string role, string database) => new NpgsqlConnectionStringBuilder(cluster.ConnectionString)
    {
        Username = role,
        Database = database,
        MaxAutoPrepare = role == PrivateCluster.Superuser ? 0 : 64,
        AutoPrepareMinUsages = 2,
        CommandTimeout = 0,
    }.ConnectionString;

    /// <summary>Runs statements as the superuser.</summary>
    public async Task RunAsync(string database, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(As(PrivateCluster.Superuser, database) + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Reads one text as the superuser.</summary>
    public async Task<string> ReadAsync(string database, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(As(PrivateCluster.Superuser, database) + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
