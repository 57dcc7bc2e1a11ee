using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ConversationMemory.Data.Cluster;

/// <summary>
/// The app's own PostgreSQL, for when no connection string is set: a cluster below the data directory, reached by a Unix
/// socket only, started and stopped with the app, and started again should it die meanwhile.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    /// <summary>The cluster's superuser.</summary>
    public const string Superuser = "cm_admin";

    internal const string Database = "conversationmemory";

    private readonly ClusterPaths paths;
    private readonly FileStream instance;
    private readonly ServerBinaries binaries;
    private readonly ServerSupervisor supervisor;
    private bool disposed;

    private PrivateCluster(ClusterPaths paths, FileStream instance, ServerBinaries binaries, ILogger logger)
    {
        (this.paths, this.instance, this.binaries) = (paths, instance, binaries);
        supervisor = new ServerSupervisor(paths, binaries, logger);
    }

    /// <summary>
    /// Connects as the superuser. For another role (cm_owner, cm_app, cm_maintenance) replace the user name: on this
    /// socket the server trusts the user the app runs as to be any of them, and needs no password.
    /// </summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = paths.Sockets,
        Database = Database,
        Username = Superuser,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Makes the cluster if it is not there, starts the server, and returns when it can be used.</summary>
    /// <exception cref="ClusterException">It cannot be started; the message says why and what to do.</exception>
    public static async Task<PrivateCluster> StartAsync(string dataDirectory, ILogger logger, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
            throw new ClusterException(
                "The app brings its own PostgreSQL only on Linux. Set ConnectionStrings__Database to a server you have.");

        var since = Stopwatch.StartNew();
        var paths = new ClusterPaths(dataDirectory);
        var instance = InstanceLock.Take(paths);
        try
        {
            var binaries = ServerBinaries.Find(paths);
            await ClusterFiles.PrepareAsync(paths, binaries, ct);
            await LeftoverServer.ClearAsync(paths, logger, ct);
            var cluster = await new PrivateCluster(paths, instance, binaries, logger).RunAsync(ct);
            logger.LogInformation("PostgreSQL {Version} is up after {Milliseconds} ms, its data in {Directory}",
                binaries.Version, since.ElapsedMilliseconds, paths.Server);
            return cluster;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the server, ending its sessions, and lets go of the data directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
            return;
        await supervisor.DisposeAsync();
        if (!paths.SocketsAreInside && Directory.Exists(paths.Sockets))
            Directory.Delete(paths.Sockets, recursive: true);
        await instance.DisposeAsync();
    }

    private async Task<PrivateCluster> RunAsync(CancellationToken ct)
    {
        supervisor.Start();
        try
        {
            while (!await IsReadyAsync(ct))
            {
                if (supervisor.Ended.IsCompleted)
                    throw new ClusterException(
                        $"PostgreSQL did not start. It said: {(await File.ReadAllTextAsync(paths.StartLog, ct)).Trim()} " +
                        $"More may be in {Path.Combine(paths.Server, "log")}.");
                await Task.Delay(10, ct);
            }
            supervisor.KeepAlive();
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        try
        {
            await connection.OpenAsync(ct);
            return true;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabaseAsync(ct);
            return false;
        }
        catch (PostgresException refused) when (refused.SqlState != PostgresErrorCodes.CannotConnectNow)
        {
            throw new ClusterException($"PostgreSQL refused the app: {refused.MessageText}", refused);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken ct)
    {
        var (code, output) = await ServerUser.RunAsync(new ProcessStartInfo(binaries["createdb"],
            ["--host", paths.Sockets, "--username", Superuser, "--no-password", Database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }, ct);
        if (code != 0)
            throw new ClusterException($"PostgreSQL could not make the app's database. It said: {output.Trim()}");
    }
}
