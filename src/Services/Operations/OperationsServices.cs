using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Operations;

public static class OperationsServices
{
    /// <summary>The read-only mode. Before the services whose background work asks for it, so that they find it known.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .Configure<ReadOnlyOptions>(configuration)
            .AddSingleton<ReadOnlyMode>()
            .AddScoped<ReadOnlySwitch>()
            .AddScoped<JobAdministration>()
            .AddHostedService<ReadOnlyService>();
    }
}
