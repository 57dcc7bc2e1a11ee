using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Retention.Sweep;

public static class SweepServices
{
    /// <summary>The sweep with its layers in the app, and cleanups that admins start.</summary>
    public static IServiceCollection AddSweep(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<Cleanups>();
        services.AddSingleton<RetentionSweep>();
        services.AddSingleton<RequestSweep>();
        services.AddSingleton<CleanupRunner>();
        services.AddSingleton<SavedCopies>();
        services.AddSingleton<NoticeMailer>();
        services.AddHostedService<ScheduledSweep>();
        services.AddHostedService<SavedCopyWorker>();
        services.AddHostedService<NoticeMailWorker>();
        services.AddHostedService<LedgerWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RequestSweep>());
        services.AddHostedService(provider => provider.GetRequiredService<CleanupRunner>());
        return services;
    }
}
