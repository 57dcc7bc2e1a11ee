using ConversationMemory.Data;
using ConversationMemory.Web.Endpoints;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ConversationMemory.Web.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the database does too.</summary>
internal static class Health
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [Ready], timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).Through(Door.Health);
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready) }).Through(Door.Health);
    }

    private sealed class DatabaseCheck(AppDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await using var question = connection.CreateCommand();
            question.CommandText = "SELECT 1";
            await question.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
