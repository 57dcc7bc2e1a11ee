using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Audit;

public static class AuditServices
{
    /// <summary>The log of what admins did, and of what holds prevented.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddScoped<AuditLog>()
        .AddScoped<HoldGuard>();
}
