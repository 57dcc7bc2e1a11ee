using ConversationMemory.Services.Models.Providers;
using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Models;

public static class ModelServices
{
    /// <exception cref="InvalidOperationException">A setting cannot be used.</exception>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ModelOptions.From(configuration));
        services.AddSingleton<ChatClients>();
        services.AddSingleton<ToolRegistry>();
        services.AddTool<CurrentTime>();
        services.AddTool<Calculator>();
        services.AddSingleton<ProviderSecrets>();
        services.AddSingleton<ProviderProbe>();
        services.AddScoped<AgentModels>();
        return services;
    }
}
