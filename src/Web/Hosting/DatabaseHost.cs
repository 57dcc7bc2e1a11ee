using ConversationMemory.Data.Cluster;
using ConversationMemory.Migrations;

namespace ConversationMemory.Web.Hosting;

/// <summary>
/// The database for the life of the app: the one of the connection string, or a private cluster that starts and stops
/// with the app.
/// </summary>
public sealed class DatabaseHost : IAsyncDisposable
{
    private readonly PrivateCluster? cluster;

    private DatabaseHost(DatabaseConnections connections, PrivateCluster? cluster)
    {
        Connections = connections;
        this.cluster = cluster;
    }

    public DatabaseConnections Connections { get; }

    /// <summary>True when no other instance can be using this database.</summary>
    public bool IsPrivate => cluster is not null;

    /// <exception cref="DatabaseSetupException">The database cannot be prepared; the message says what to do.</exception>
    /// <exception cref="ClusterException">The private cluster cannot be started; the message says what to do.</exception>
    public static async Task<DatabaseHost> StartAsync(IConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        var configured = configuration.GetConnectionString("Database");
        var cluster = string.IsNullOrWhiteSpace(configured)
            ? await PrivateCluster.StartAsync(DataDirectory.Of(configuration), logger, ct)
            : null;
        try
        {
            var connections = DatabaseConnections.From(cluster?.ConnectionString ?? configured!);
            await DatabaseSetup.PrepareAsync(connections, ct);
            return new DatabaseHost(connections, cluster);
        }
        catch
        {
            if (cluster is not null) await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
    }
}
