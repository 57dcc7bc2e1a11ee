using System.Diagnostics;
using System.Globalization;
using ConversationMemory.Data.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

public sealed class PrivateClusterTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    // Closed to other users, as root's home is: the server, which is not root, must get in all the same.
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("cluster-");

    private string DataDirectory => Path.Combine(parent.FullName, "data");

    public void Dispose() => parent.Delete(recursive: true);

    [Fact]
    public async Task Data_survives_a_stop_and_a_start()
    {
        await using (var cluster = await StartAsync())
            await WriteAsync(cluster, "kept");
        await using var again = await StartAsync();
        Assert.Equal("kept", await ReadAsync(again));
    }

    [Fact]
    public async Task Stopping_ends_the_server_even_with_a_session_open()
    {
        var cluster = await StartAsync();
        await using var session = await OpenAsync(cluster);
        var server = ServerProcess();
        await cluster.DisposeAsync();
        Assert.False(IsAlive(server));
        Assert.False(File.Exists(ProcessFile));
    }

    [Fact]
    public async Task It_has_pgvector_listens_on_no_network_port_and_never_trades_safety_for_speed()
    {
        await using var cluster = await StartAsync();
        Assert.Equal("", await ScalarAsync(cluster, "show listen_addresses"));
        Assert.Equal("on", await ScalarAsync(cluster, "show fsync"));
        Assert.Equal("on", await ScalarAsync(cluster, "show synchronous_commit"));
        Assert.Equal("on", await ScalarAsync(cluster, "show full_page_writes"));
        await ScalarAsync(cluster, "create extension vector");
        Assert.Equal(5d, await ScalarAsync(cluster, "select '[0,0]'::halfvec <-> '[3,4]'"));
    }

    [Fact]
    public async Task The_app_may_become_each_of_its_roles_and_no_other()
    {
        await using var cluster = await StartAsync();
        await ScalarAsync(cluster, "create role cm_app login; create role stranger login");
        Assert.Equal("cm_app", await ScalarAsync(cluster, "select current_user::text", "cm_app"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(cluster, "select 1", "stranger"));
        Assert.Equal(PostgresErrorCodes.InvalidAuthorizationSpecification, refused.SqlState);
    }

    [Fact]
    public async Task A_second_instance_on_the_same_directory_is_refused_and_told_why()
    {
        await using var cluster = await StartAsync();
        var refused = await Assert.ThrowsAsync<ClusterException>(StartAsync);
        Assert.Contains("Another instance", refused.Message, StringComparison.Ordinal);
        Assert.Contains(DataDirectory, refused.Message, StringComparison.Ordinal);
        await WriteAsync(cluster, "undisturbed");
    }

    [Fact]
    public async Task A_killed_server_comes_back_each_time_with_what_was_committed()
    {
        await using var cluster = await StartAsync();
        await WriteAsync(cluster, "committed");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var killed = ServerProcess();
            Kill(killed);
            await EventuallyAsync(() => !IsAlive(killed));
            await EventuallyAsync(async () => await ReadAsync(cluster) == "committed");
            Assert.NotEqual(killed, ServerProcess());
        }
    }

    [Fact]
    public async Task A_killed_app_takes_its_server_along_and_the_next_one_finds_the_data()
    {
        using (var app = await StartHostAsync())
        {
            await Assert.ThrowsAsync<ClusterException>(StartAsync);
            var server = ServerProcess();
            Kill(app.Id);
            await EventuallyAsync(() => !IsAlive(server));
        }
        await using (var cluster = await StartAsync())
            await WriteAsync(cluster, "kept");
        using (var app = await StartHostAsync())
        {
            Kill(ServerProcess());
            Kill(app.Id);
            await app.WaitForExitAsync();
        }
        await using var last = await StartAsync();
        Assert.Equal("kept", await ReadAsync(last));
    }

    [Fact]
    public async Task The_files_of_a_dead_server_whose_number_another_process_has_are_no_obstacle()
    {
        await using (var cluster = await StartAsync())
            await WriteAsync(cluster, "kept");
        // Of the same user: the server takes other users' processes for none of its own.
        var otherDirectory = Path.Combine(parent.FullName, "other");
        await using var other = await PrivateCluster.StartAsync(otherDirectory, NullLogger.Instance, CancellationToken.None);
        File.Copy(Path.Combine(otherDirectory, "postgres", "postmaster.pid"), ProcessFile);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(ProcessFile, (UnixFileMode)0b110_110_110);
        await using var again = await StartAsync();
        Assert.Equal("kept", await ReadAsync(again));
    }

    [Fact]
    public async Task A_data_directory_with_a_very_long_path_works()
    {
        var longPath = Path.Combine(parent.FullName, new string('d', 120));
        await using var cluster = await PrivateCluster.StartAsync(longPath, NullLogger.Instance, CancellationToken.None);
        var sockets = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
        await WriteAsync(cluster, "kept");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(sockets));
        await cluster.DisposeAsync();
        Assert.False(Directory.Exists(sockets));
    }

    [Fact]
    public async Task An_interrupted_creation_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(DataDirectory, "postgres.new", "half"));
        await using var cluster = await StartAsync();
        await WriteAsync(cluster, "works");
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_refused_and_told_what_to_install()
    {
        Directory.CreateDirectory(Path.Combine(DataDirectory, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(DataDirectory, "postgres", "PG_VERSION"), "99\n");
        var refused = await Assert.ThrowsAsync<ClusterException>(StartAsync);
        Assert.Contains("postgresql-99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_and_leaves_the_directory_free()
    {
        await (await StartAsync()).DisposeAsync();
        var overrides = Path.Combine(DataDirectory, "postgres", "postgresql.auto.conf");
        await File.WriteAllTextAsync(overrides, "shared_buffers = 'nonsense'\n");
        var failed = await Assert.ThrowsAsync<ClusterException>(StartAsync);
        Assert.Contains("shared_buffers", failed.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(overrides, "");
        await using var cluster = await StartAsync();
        await WriteAsync(cluster, "works");
    }

    [Fact]
    public async Task The_log_keeps_no_values_of_failed_statements()
    {
        await using var cluster = await StartAsync();
        await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(cluster, "select 'my secret'::int"));
        Kill(ServerProcess());
        await EventuallyAsync(async () => (long?)await ScalarAsync(cluster, "select 1::bigint") == 1);
        var logs = Directory.GetFiles(Path.Combine(DataDirectory, "postgres", "log")).Select(File.ReadAllText).ToList();
        Assert.Contains(logs, log => log.Contains("ready to accept connections", StringComparison.Ordinal));
        Assert.DoesNotContain(logs, log => log.Contains("my secret", StringComparison.Ordinal));
    }

    private string ProcessFile => Path.Combine(DataDirectory, "postgres", "postmaster.pid");

    private Task<PrivateCluster> StartAsync() =>
        PrivateCluster.StartAsync(DataDirectory, NullLogger.Instance, CancellationToken.None);

    private async Task<Process> StartHostAsync()
    {
        var app = Process.Start(new ProcessStartInfo("dotnet", [typeof(ClusterHost).Assembly.Location, DataDirectory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await app.StandardOutput.ReadLineAsync().WaitAsync(Soon));
        return app;
    }

    private int ServerProcess() => int.Parse(File.ReadLines(ProcessFile).First(), CultureInfo.InvariantCulture);

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    // A zombie is dead, though its number is still taken.
    private static bool IsAlive(int id) => Directory.Exists($"/proc/{id}")
        && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static async Task WriteAsync(PrivateCluster cluster, string text) =>
        await ScalarAsync(cluster, $"create table notes (text text); insert into notes values ('{text}')");

    private static async Task<string?> ReadAsync(PrivateCluster cluster) =>
        (string?)await ScalarAsync(cluster, "select text from notes");

    private static async Task<object?> ScalarAsync(PrivateCluster cluster, string sql, string? role = null)
    {
        await using var connection = await OpenAsync(cluster, role);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(PrivateCluster cluster, string? role = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false };
        settings.Username = role ?? settings.Username;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static Task EventuallyAsync(Func<bool> condition) => EventuallyAsync(() => Task.FromResult(condition()));

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception notYet) when (notYet is NpgsqlException or IOException && since.Elapsed < Soon)
            {
                continue;
            }
            Assert.True(since.Elapsed < Soon, "It did not come about in time.");
        }
    }
}
