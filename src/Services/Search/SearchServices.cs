using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Search;

public static class SearchServices
{
    /// <summary>Searching one's conversations, for people and for agents.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services) => services
        .AddComputing()
        .AddSingleton<SearchGate>()
        .AddScoped<ConversationSearch>()
        .AddScoped<SavedSearches>()
        .AddScoped<HitAuthors>()
        .AddSingleton<MessageSearch>()
        .AddSingleton<Tool>(provider => Tool(provider.GetRequiredService<MessageSearch>()));

    private static SearchConversations Tool(MessageSearch search) =>
        new((use, query, ct) => search.FindAsync(new ReplyKey(use.OwnerId, use.ConversationId, use.UserSeq), query, ct));
}
