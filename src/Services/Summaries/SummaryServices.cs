using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Summaries;

public static class SummaryServices
{
    /// <summary>Summaries, asked for or automatic. Background work: writing those that are due.</summary>
    public static IServiceCollection AddSummaries(this IServiceCollection services) => services
        .AddScoped<SummaryQueue>()
        .AddScoped<Summarizer>()
        .AddScoped<SummaryWriter>()
        .AddSingleton<SummarySignal>()
        .AddSingleton<SummaryWorker>()
        .AddHostedService<SummaryService>();
}
