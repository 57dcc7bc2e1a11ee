using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Work;

public static class WorkServices
{
    /// <summary>What is done beside requests: waking and being woken.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services) => services
        .AddSingleton<WakeUps>()
        .AddHostedService<WakeUpExchange>();
}
