using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Agents;

public static class AgentsServices
{
    public static IServiceCollection AddAgents(this IServiceCollection services) => services.AddScoped<AgentEditor>().AddScoped<AgentHistory>();
}
