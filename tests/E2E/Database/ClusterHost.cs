using ConversationMemory.Data.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>A process of its own that holds a cluster, for the tests that kill it: the entry point of this assembly.</summary>
public static class ClusterHost
{
    public static async Task Main(string[] args)
    {
        await using var cluster = await PrivateCluster.StartAsync(args[0], NullLogger.Instance, CancellationToken.None);
        Console.WriteLine("ready");
        // Until the test that started it closes the pipe or is gone.
        await Console.In.ReadToEndAsync();
    }
}
