using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Work;

public static class WorkServices
{
    /// <summary>What is done beside requests: waking and being woken.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services) => services
        .AddSingleton<WakeUps>()
        .AddHostedService<WakeUpExchange>();

    /// <summary>Threads for what computes for a while; to be asked for by each feature that needs them.</summary>
    public static IServiceCollection AddComputing(this IServiceCollection services)
    {
        services.TryAddSingleton<ComputeThreads>();
        return services;
    }
}
