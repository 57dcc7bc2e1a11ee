using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Search;
using ConversationMemory.Services.Summaries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Chat;

public static class ChatServices
{
    /// <summary>Sending, replying, summarising. Background work: replies, their recovery, and summaries.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<ChatTurns>();
        services.AddScoped<ConversationEditor>();
        services.AddScoped<ConversationLifecycle>();
        services.AddScoped<MessagePins>();
        services.AddScoped<ConversationList>();
        services.AddScoped<MessageReader>();
        services.AddScoped<ReplyFollower>();
        services.AddScoped<ReplyMaterial>();
        services.AddScoped<ReplyPreparation>();
        services.AddScoped<ReplyStore>();
        services.AddScoped<ReplyWriter>();
        services.AddScoped<SummaryQueue>();
        services.AddScoped<Summarizer>();
        services.AddScoped<SummaryWriter>();
        services.AddScoped<TitleWriter>();
        services.AddScoped<Transcript>();
        services.AddSingleton<LiveReplies>();
        services.AddSearch();
        services.AddSingleton<ReplyHeartbeat>();
        services.AddSingleton<ReplyRecovery>();
        services.AddSingleton<ReplyRunner>();
        services.AddSingleton<SummarySignal>();
        services.AddSingleton<SummaryWorker>();
        services.AddSingleton<ToolBox>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplyRunner>());
        services.AddHostedService<ReplyRecoveryService>();
        services.AddHostedService<SummaryService>();
        return services;
    }
}
