using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Providers;

public static class ProvidersServices
{
    /// <summary>What admins do to providers. Using them is <c>AddModels</c>.</summary>
    public static IServiceCollection AddProviders(this IServiceCollection services) => services.AddScoped<ProviderEditor>().AddScoped<ProviderList>();
}
