using ConversationMemory.Data.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>
/// The PostgreSQL of this test run: a private cluster in a temporary folder, or the server that
/// <c>ConnectionStrings__TestDatabase</c> names. Started by the first test that needs it; gone with the process.
/// </summary>
public static class Cluster
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Connects as a superuser, or as whoever the variable names.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("ConnectionStrings__TestDatabase") is { Length: > 0 } configured) return configured;

        var directory = Directory.CreateTempSubdirectory("cm-tests-").FullName;
        var cluster = await PrivateCluster.StartAsync(directory, NullLogger.Instance, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(directory, recursive: true);
        };
        return cluster.ConnectionString;
    }
}
