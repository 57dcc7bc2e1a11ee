using ConversationMemory.Data.Cluster;
using ConversationMemory.Migrations;
using ConversationMemory.Web.Diagnostics;

namespace ConversationMemory.Web.Hosting;

internal static class DatabaseStartup
{
    /// <summary>Makes the database ready before anything is configured; ends the process with a plain message if it cannot.</summary>
    public static async Task<DatabaseHost> StartDatabaseAsync(this WebApplicationBuilder builder)
    {
        using var logging = LoggerFactory.Create(logs => logs.AddConfiguration(builder.Configuration.GetSection("Logging")).AddScrubbedConsole());
        try
        {
            return await DatabaseHost.StartAsync(builder.Configuration, logging.CreateLogger<DatabaseHost>(), CancellationToken.None);
        }
        catch (Exception problem) when (problem is DatabaseSetupException or ClusterException)
        {
            await Console.Error.WriteLineAsync($"ConversationMemory cannot start: {problem.Message}");
            Environment.Exit(1);
            throw;
        }
    }
}
