using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Retention.Sweep;

public static class SweepServices
{
    /// <summary>The sweep with its layers in the app, and cleanups that admins start.</summary>
    public static IServiceCollection AddSweep(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<Cleanups>();
        services.AddSingleton<RetentionSweep>();
        services.AddSingleton<RequestSweep>();
        services.AddSingleton<SavedCopies>();
        services.AddSingleton<NoticeMailer>();
        services.AddSingleton<UsageLedger>();
        services.AddRecurring<RetentionSweep>(RecurringWork.Sweep, (sweep, ct) => sweep.RunAsync(SweepLayers.Schedule, most: null, ct));
        services.AddRecurring<UsageLedger>(RecurringWork.FoldLedger, (ledger, ct) => ledger.FoldAsync(ct));
        services.AddRecurring<UsageLedger>(RecurringWork.ReconcileUsage, (ledger, ct) => ledger.ReconcileAsync(ct));
        services.AddRecurring<SavedCopies>(RecurringWork.RemoveSavedCopies, (copies, ct) => copies.RemoveAsync(ct));
        services.AddRecurring<NoticeMailer>(RecurringWork.FindNotices, (mailer, ct) => mailer.FindAsync(ct));
        services.AddJob<SavedCopyJob>(SavedCopyJob.Kind);
        services.AddJob<NoticeMailJob>(NoticeMailJob.Kind);
        services.AddHostedService(provider => provider.GetRequiredService<RequestSweep>());
        services.AddJob<CleanupJob>(CleanupJob.Kind);
        return services;
    }
}
