using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Storage;

public static class StorageServices
{
    /// <summary>The storage monitor. Background work: measuring each minute, and telling of alerts.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<StorageAlerts>();
        services.AddScoped<StorageAlertMails>();
        services.AddScoped<StorageAlertWebhook>();
        services.AddScoped<StorageCounter>();
        services.AddScoped<StorageMeter>();
        services.AddScoped<StorageReader>();
        services.AddHostedService<StorageService>();
        return services;
    }
}
