using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Templates;

public static class TemplateServices
{
    public static IServiceCollection AddTemplates(this IServiceCollection services) =>
        services.AddScoped<ConversationTemplates>().AddScoped<TemplateStart>();
}
