using System.Globalization;
using ConversationMemory.Migrations;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A migrated database of its own for each test class, copied from a template that is prepared once.</summary>
public sealed class TestDatabase : IAsyncLifetime, IAsyncDisposable
{
    // Copying waits until nobody else copies; databases are of the cluster, so the run makes one at a time.
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static readonly Lazy<Task<string>> Template = new(PrepareTemplateAsync);

    private readonly string name = NewName("test");
    private DatabaseConnections? connections;

    public DatabaseConnections Connections => connections ?? throw new InvalidOperationException("InitializeAsync comes first.");

    /// <summary>Runs as the web does: as the role that row security binds.</summary>
    public NpgsqlDataSource App { get; private set; } = null!;

    /// <summary>Sees every row.</summary>
    public NpgsqlDataSource Maintenance { get; private set; } = null!;

    /// <summary>One for a single test.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        return database;
    }

    public async Task InitializeAsync()
    {
        var template = await Template.Value;
        await OneAtATime.WaitAsync();
        try
        {
            await RunOnServerAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        }
        finally
        {
            OneAtATime.Release();
        }

        connections = DatabaseConnections.From(InDatabase(await Cluster.ConnectionStringAsync(), name));
        App = NpgsqlDataSource.Create(connections.App);
        Maintenance = NpgsqlDataSource.Create(connections.Maintenance);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Maintenance.DisposeAsync();
        await RunOnServerAsync($"DROP DATABASE {name} WITH (FORCE)");
    }

    /// <summary>A transaction of the app role on behalf of <paramref name="person"/>, or of nobody. Never committed by itself.</summary>
    public async Task<AppSession> AsAsync(Guid? person) => await AppSession.BeginAsync(App, person);

    /// <summary>One value, as the role that sees everything.</summary>
    public async Task<T> ReadAsync<T>(string sql, params object[] values)
    {
        await using var command = Maintenance.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync())!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a statement as the role that sees everything.</summary>
    /// <returns>The rows it touched.</returns>
    public async Task<int> RunAsync(string sql, params object[] values)
    {
        await using var command = Maintenance.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> PrepareTemplateAsync()
    {
        var template = NewName("template");
        await RunOnServerAsync($"CREATE DATABASE {template}");
        var server = await Cluster.ConnectionStringAsync();
        await DatabaseSetup.PrepareAsync(DatabaseConnections.From(InDatabase(server, template)), CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DropTemplate(server, template);
        return template;
    }

    // On a server of somebody else's nothing may stay behind; our own cluster is deleted as a whole.
    private static void DropTemplate(string server, string template)
    {
        if (Environment.GetEnvironmentVariable("ConnectionStrings__TestDatabase") is not { Length: > 0 }) return;
        using var connection = new NpgsqlConnection(InDatabase(server, null));
        connection.Open();
        using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {template} WITH (FORCE)", connection);
        command.ExecuteNonQuery();
    }

    private static async Task RunOnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(InDatabase(await Cluster.ConnectionStringAsync(), null));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string InDatabase(string connectionString, string? database)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (database is null) builder.Pooling = false;
        else builder.Database = database;
        return builder.ConnectionString;
    }

    private static string NewName(string kind) => $"cm_{kind}_{Environment.ProcessId}_{Guid.NewGuid():N}"[..40];
}
