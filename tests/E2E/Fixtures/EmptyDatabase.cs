using Npgsql;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A database in which nothing has been made yet, on the server of this test run.</summary>
public sealed class EmptyDatabase : IAsyncDisposable
{
    private readonly string name = $"cm_empty_{Guid.NewGuid():N}"[..40];

    private EmptyDatabase(string server) =>
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString;

    public string ConnectionString { get; }

    public static async Task<EmptyDatabase> CreateAsync()
    {
        var database = new EmptyDatabase(await Cluster.ConnectionStringAsync());
        await RunOnServerAsync($"CREATE DATABASE {database.name} TEMPLATE template0");
        return database;
    }

    /// <summary>Runs a statement in it as the server's superuser.</summary>
    public Task RunAsync(string sql) => RunAsync(ConnectionString, sql);

    /// <summary>Runs a statement on the server, in no database of a test.</summary>
    public static async Task RunOnServerAsync(string sql) => await RunAsync(await Cluster.ConnectionStringAsync() + ";Pooling=false", sql);

    public async ValueTask DisposeAsync() => await RunOnServerAsync($"DROP DATABASE {name} WITH (FORCE)");

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
