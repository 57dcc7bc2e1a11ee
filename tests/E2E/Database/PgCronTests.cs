using System.Diagnostics;
using ConversationMemory.Data.Cluster;
using ConversationMemory.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>The sweep that the database does by itself, set up by the one command there is for it.</summary>
public sealed class PgCronTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("cm-cron-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Database_sweeps_by_itself_once_the_command_has_been_run()
    {
        await using var cluster = await PrivateCluster.StartAsync(directory.FullName, NullLogger.Instance, CancellationToken.None);
        var connections = DatabaseConnections.From(cluster.ConnectionString);
        await DatabaseSetup.PrepareAsync(connections, CancellationToken.None);
        await using var admin = NpgsqlDataSource.Create(connections.Setup);

        if (!await ReadAsync<bool>(admin, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_cron')"))
        {
            // A server without it is told in plain words what to do; then there is nothing more to see.
            var (refused, why) = await SetUpAsync();
            Assert.Equal(1, refused);
            Assert.Contains("apt-get install postgresql-", why, StringComparison.Ordinal);
            return;
        }

        // From version 1.5 on it knows seconds; before, a minute is the shortest.
        var seconds = await ReadAsync<bool>(admin, "SELECT string_to_array(split_part(default_version, '-', 1), '.')::int[] >= '{1,5}' FROM pg_available_extensions WHERE name = 'pg_cron'");
        var (code, output) = await SetUpAsync(seconds ? "1 second" : "* * * * *");
        Assert.True(code == 0, output);
        Assert.Equal("cm_maintenance", await ReadAsync<string>(admin, "SELECT username FROM cron.job"));
        Assert.Equal(0, (await SetUpAsync(seconds ? "1 second" : "* * * * *")).Code);
        Assert.Equal(1, await ReadAsync<long>(admin, "SELECT count(*) FROM cron.job"));

        var deadline = DateTime.UtcNow.AddSeconds(90);
        while (!await ReadAsync<bool>(admin, "SELECT EXISTS (SELECT FROM app.cleanup_runs WHERE layer = 'pg_cron' AND state = 'finished')"))
        {
            Assert.True(DateTime.UtcNow < deadline, "pg_cron did not sweep.");
            await Task.Delay(200);
        }

        Assert.True(await ReadAsync<bool>(admin, "SELECT last_run_at IS NOT NULL FROM app.sweep_layers WHERE name = 'pg_cron'"));
        Assert.Equal(0, (await SetUpAsync("--remove")).Code);
        Assert.Equal(0, await ReadAsync<long>(admin, "SELECT count(*) FROM cron.job"));
    }

    [Fact]
    public async Task Command_says_what_to_do_where_there_is_no_database()
    {
        var (code, output) = await SetUpAsync();
        Assert.Equal(1, code);
        Assert.Contains("start the app first", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> SetUpAsync(string how = "*/10 * * * *")
    {
        var start = new ProcessStartInfo("bash", how == "--remove" ? [Script(), how] : [Script()]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DataDirectory"] = directory.FullName;
        if (how != "--remove") start.Environment["SCHEDULE"] = how;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "deploy", "pg_cron.sh"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "deploy", "pg_cron.sh");
    }

    private static async Task<T> ReadAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
