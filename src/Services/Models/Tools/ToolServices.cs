using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Models.Tools;

public static class ToolServices
{
    /// <summary>Makes a tool known. One for the whole app.</summary>
    public static IServiceCollection AddTool<T>(this IServiceCollection services)
        where T : Tool => services.AddSingleton<Tool, T>();
}
