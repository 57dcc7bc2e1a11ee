using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Exports;

public static class ExportServices
{
    public static IServiceCollection AddExports(this IServiceCollection services) =>
        services.AddScoped<ConversationExports>().AddScoped<ExportFiles>().AddScoped<ExportZip>();
}
