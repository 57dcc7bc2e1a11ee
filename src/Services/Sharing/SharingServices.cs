using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Sharing;

public static class SharingServices
{
    /// <summary>Share links and members of conversations.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services) => services
        .AddSingleton<ShareSecrets>()
        .AddScoped<SharedMessages>()
        .AddScoped<ShareLinks>()
        .AddScoped<ShareReader>()
        .AddScoped<ConversationPeople>();
}
