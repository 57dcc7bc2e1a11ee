using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Services.Retention.Sweep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Retention;

public static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<MemoryOptions>(configuration.GetSection(MemoryOptions.Section)).AddSingleton<MessageWindow>().AddSweep();

    /// <summary>Hands the settings that triggers need to the database. Once at each start.</summary>
    public static async Task ApplySettingsAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        var options = services.GetRequiredService<IOptions<MemoryOptions>>().Value;
        await ApplySettings.RunAsync(
            services.GetRequiredService<MaintenanceDataSource>(),
            services.GetRequiredService<MessageWindow>().Configured,
            Math.Max(0, options.ConversationTtlDays),
            options.MaxMessageLength,
            options.MaxToolCallSize,
            ct);
    }
}
