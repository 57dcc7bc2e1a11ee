using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Operations;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Accounts;

/// <summary>
/// Removes closed accounts that no hold keeps any more. The release of the last hold does so at once; this is for an app that ended in
/// between.
/// </summary>
public sealed class ClosedAccountWorker(IServiceScopeFactory scopes, ReadOnlyMode readOnly, TimeProvider clock, ILogger<ClosedAccountWorker> log) : BackgroundService
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (readOnly.IsOn) return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        var removal = scope.ServiceProvider.GetRequiredService<AccountRemoval>();
        foreach (var person in await db.Users.Where(u => u.ClosedAt != null && !u.Held).Select(u => u.Id).ToListAsync(ct))
            await removal.FinishAsync(person, ct);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Recurring.FinishRemovals.RepeatAsync(RunAsync, clock, log, stoppingToken);
}
