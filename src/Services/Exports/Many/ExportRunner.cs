using ConversationMemory.Data;
using ConversationMemory.Data.Exports;
using ConversationMemory.Data.Exports.Queries;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>
/// Makes the exports that people asked for, one after the other on each instance. How far one is stands in the database: so any instance goes on
/// with it when another is gone.
/// </summary>
public sealed class ExportRunner(MaintenanceDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ExportRunner> log) : BackgroundService
{
    private const int MostAttempts = 5;
    private const string Failure = "The export failed again and again, and was given up. Please tell an admin; your conversations are untouched.";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim announced = new(0);

    /// <summary>An export was asked for here: it need not wait for the next round.</summary>
    public void Announce() => announced.Release();

    public override void Dispose()
    {
        announced.Dispose();
        base.Dispose();
    }

    /// <summary>Works until nothing waits.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && await ClaimExportRun.RunAsync(database, clock.GetUtcNow(), Patience, ct) is { } claimed) await WorkAsync(claimed, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "Looking for exports failed and goes on");
            }

            await announced.WaitAsync(Recurring.LookForExports.Interval, stoppingToken);
        }
    }

    private async Task WorkAsync(ClaimedExport claimed, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = claimed.OwnerId;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var life = ShowLifeAsync(claimed, over.Token);
        try
        {
            if (claimed.Attempts > MostAttempts) await GiveUpAsync(scope.ServiceProvider.GetRequiredService<AppDbContext>(), claimed, ct);
            else await scope.ServiceProvider.GetRequiredService<ExportWork>().RunAsync(claimed.Id, clock, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // It is claimed again when its last sign of life is old enough.
            log.LogError(fault, "Export {ExportId} failed at attempt {Attempt}", claimed.Id, claimed.Attempts);
        }
        finally
        {
            await over.CancelAsync();
            await life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // One conversation may take longer than others are patient.
    private async Task ShowLifeAsync(ClaimedExport claimed, CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(Patience / 4, clock, ct);
            await ShowExportLife.RunAsync(database, claimed, clock.GetUtcNow(), ct);
        }
    }

    private async Task GiveUpAsync(AppDbContext db, ClaimedExport claimed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Exports.Where(e => e.OwnerId == claimed.OwnerId && e.Id == claimed.Id).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, ExportRunState.Failed).SetProperty(e => e.Error, Failure).SetProperty(e => e.FinishedAt, now), ct);
        await transaction.CommitAsync(ct);
    }
}
