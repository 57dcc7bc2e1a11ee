using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Conversations;

public static class ConversationServices
{
    /// <summary>Lists of conversations, and what their owners do with them.</summary>
    public static IServiceCollection AddConversations(this IServiceCollection services) => services
        .AddScoped<ConversationEditor>()
        .AddScoped<ConversationLifecycle>()
        .AddScoped<ConversationList>()
        .AddScoped<Transcript>();
}
