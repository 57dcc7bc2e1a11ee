using Npgsql;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Where an <see cref="AppProcess"/> with a PostgreSQL of its own keeps its data, for tests that kill and start it again; and a way into its database.</summary>
public sealed class AppFolder : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("cm-app-");

    /// <summary>The setting <c>DataDirectory</c>.</summary>
    public string Path => directory.FullName;

    /// <summary>The one value of a query, by the role that sees everything.</summary>
    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Statements, by the role that sees everything.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public void Dispose() => directory.Delete(recursive: true);

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var sockets = System.IO.Path.Combine(Path, "postgres", "socket");
        var connection = new NpgsqlConnection($"Host={sockets};Database=conversationmemory;Username=cm_maintenance;SSL Mode=Disable;GSS Encryption Mode=Disable;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
