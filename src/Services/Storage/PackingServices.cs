using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Storage;

public static class PackingServices
{
    /// <summary>Packing of cold conversations and of what windows archive, in the background.</summary>
    public static IServiceCollection AddPacking(this IServiceCollection services) => services
        .AddScoped<Packer>()
        .AddSingleton<PackingWorker>()
        .AddHostedService<PackingService>();
}
