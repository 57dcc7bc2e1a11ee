using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Work;

public static class WorkServices
{
    /// <summary>What is done beside requests: the jobs, and waking each other.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new InstanceInfo(IsAlone: false));
        return services
            .AddWakeUps()
            .AddSingleton<JobAttempts>()
            .AddHostedService<JobRunner>();
    }

    /// <summary>A kind of job, and who does it.</summary>
    public static IServiceCollection AddJob<T>(this IServiceCollection services, JobKind kind)
        where T : class, IJobHandler =>
        services.AddScoped<T>().AddSingleton(new JobRegistration(kind, provider => provider.GetRequiredService<T>()));

    /// <summary>Recurring work of <see cref="RecurringWork"/>, done by one call of a service that needs no person.</summary>
    public static IServiceCollection AddRecurring<T>(this IServiceCollection services, JobKind kind, Func<T, CancellationToken, Task> work)
        where T : class =>
        services.AddSingleton(new JobRegistration(kind, provider => new RecurringHandler(ct => work(provider.GetRequiredService<T>(), ct))));

    /// <summary>Asking for work, and being woken.</summary>
    private static IServiceCollection AddWakeUps(this IServiceCollection services) => services
        .AddSingleton<WakeUps>()
        .AddSingleton<JobQueue>()
        .AddHostedService<WakeUpExchange>();

    /// <summary>Threads for what computes for a while; to be asked for by each feature that needs them.</summary>
    public static IServiceCollection AddComputing(this IServiceCollection services)
    {
        services.TryAddSingleton<ComputeThreads>();
        return services;
    }
}
