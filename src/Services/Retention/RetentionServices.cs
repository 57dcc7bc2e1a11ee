using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Retention.Sweep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Retention;

public static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services) =>
        services
            .AddSingleton<MessageWindows>()
            .AddScoped<RetentionPolicies>()
            .AddScoped<PolicySimulator>()
            .AddScoped<PolicyTargets>()
            .AddScoped<ConversationPolicies>()
            .AddScoped<RetentionExplanations>()
            .AddScoped<Holds>()
            .AddSweep();

    /// <summary>Hands the settings that triggers need to the database. Once at each start.</summary>
    public static async Task ApplySettingsAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        var windows = services.GetRequiredService<MessageWindows>();
        var options = services.GetRequiredService<IOptions<ConversationOptions>>().Value;
        await ApplySettings.RunAsync(
            services.GetRequiredService<MaintenanceDataSource>(),
            windows.Messages,
            windows.TtlDays,
            options.MaxMessageLength,
            options.MaxToolCallSize,
            ct);
    }
}
