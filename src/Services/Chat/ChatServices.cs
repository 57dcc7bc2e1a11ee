using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Chat;

public static class ChatServices
{
    /// <summary>Sending and replying. Background work: replies, and the recovery of those whose instance died.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<ChatTurns>();
        services.AddScoped<MessagePins>();
        services.AddScoped<ReplyFollower>();
        services.AddScoped<ReplyMaterial>();
        services.AddScoped<ReplyPreparation>();
        services.AddScoped<ReplyStore>();
        services.AddScoped<ReplyWriter>();
        services.AddScoped<TitleWriter>();
        services.AddSingleton<LiveReplies>();
        services.AddSingleton<ReplyHeartbeat>();
        services.AddSingleton<ReplyRecovery>();
        services.AddSingleton<ReplyRunner>();
        services.AddSingleton<ToolBox>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplyRunner>());
        services.AddHostedService<ReplyRecoveryService>();
        return services;
    }
}
