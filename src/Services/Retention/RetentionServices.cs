using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Retention.Sweep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Retention;

public static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<MemoryOptions>(configuration.GetSection(MemoryOptions.Section))
            .AddSingleton<MessageWindows>()
            .AddScoped<RetentionPolicies>()
            .AddScoped<PolicySimulator>()
            .AddScoped<PolicyTargets>()
            .AddScoped<ConversationPolicies>()
            .AddScoped<RetentionExplanations>()
            .AddScoped<AuditLog>()
            .AddScoped<Holds>()
            .AddScoped<HoldGuard>()
            .AddSweep();

    /// <summary>Hands the settings that triggers need to the database. Once at each start.</summary>
    public static async Task ApplySettingsAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        var windows = services.GetRequiredService<MessageWindows>();
        var options = services.GetRequiredService<IOptions<MemoryOptions>>().Value;
        await ApplySettings.RunAsync(
            services.GetRequiredService<MaintenanceDataSource>(),
            windows.Messages,
            windows.TtlDays,
            options.MaxMessageLength,
            options.MaxToolCallSize,
            ct);
    }
}
