using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Messages.Packing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Messages;

public static class MessageServices
{
    /// <summary>Reading messages, who wrote them and who may see them. Background work: packing of cold conversations and of what windows archive.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<ConversationOptions>(configuration.GetSection(ConversationOptions.Section))
        .AddScoped<AuthorNames>()
        .AddScoped<ConversationAccess>()
        .AddScoped<MessageReader>()
        .AddScoped<Packer>()
        .AddSingleton<PackingWorker>()
        .AddSingleton<StreamWatch>()
        .AddHostedService<PackingService>();
}
