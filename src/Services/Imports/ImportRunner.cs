using ConversationMemory.Data;
using ConversationMemory.Data.Imports;
using ConversationMemory.Data.Imports.Queries;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Operations;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Imports;

/// <summary>
/// Reads, writes and takes back imports, each on its owner's behalf. What is to be done and how far it is stands in its row, so any instance goes on with
/// one whose worker gave no sign of life for a minute.
/// </summary>
public sealed class ImportRunner(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ImportRunner> log) : BackgroundService
{
    /// <summary>A worker that was silent for so long is gone.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private const int MostAttempts = 5;

    // So that a small import need not wait for a large one.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim announced = new(0);

    /// <summary>There is something to do here: it need not wait for the next round.</summary>
    public void Announce() => announced.Release();

    public override void Dispose()
    {
        announced.Dispose();
        base.Dispose();
    }

    /// <summary>Works until there is nothing to do.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && await ClaimAsync(ct) is { } job) await WorkAsync(job, ct);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RepeatAsync(stoppingToken)));

    private async Task RepeatAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await RunAsync(ct);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "Imports could not be worked on and will be tried again");
            }

            await announced.WaitAsync(Recurring.LookForImports.Interval, ct);
        }
    }

    private async Task<ClaimedImport?> ClaimAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        return await ClaimImport.RunAsync(scope.ServiceProvider.GetRequiredService<MaintenanceDataSource>(), now, now - Silence, ct);
    }

    private async Task WorkAsync(ClaimedImport job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = job.OwnerId;
        var jobs = scope.ServiceProvider.GetRequiredService<ImportJobs>();
        try
        {
            await StepAsync(scope.ServiceProvider, job, ct);
        }
        catch (ImportException refused)
        {
            await jobs.EndAsync(job.Id, job.State, ImportState.Failed, null, refused.Message, CancellationToken.None);
            await scope.ServiceProvider.GetRequiredService<ImportReader>().ForgetFileAsync(job.Id, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await jobs.ReleaseAsync(job.Id, job.State, CancellationToken.None);
            throw;
        }
        catch (Exception fault) when (job.Attempts < MostAttempts)
        {
            // It is tried again when it has been silent for long enough.
            log.LogError(fault, "Import {ImportId} failed for the {Attempt}. time and will go on", job.Id, job.Attempts);
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Import {ImportId} failed and is given up", job.Id);
            await jobs.EndAsync(job.Id, job.State, ImportState.Failed, null, "Something went wrong here, several times. What was imported so far can be undone.", CancellationToken.None);
        }
    }

    private static Task StepAsync(IServiceProvider services, ClaimedImport job, CancellationToken ct) => job.State switch
    {
        ImportState.Reading => services.GetRequiredService<ImportReader>().RunAsync(job.Id, ct),
        ImportState.Importing => services.GetRequiredService<ImportWriter>().RunAsync(job.Id, services.GetRequiredService<ReadOnlyMode>(), ct),
        _ => services.GetRequiredService<ImportUndo>().RunAsync(job.Id, ct),
    };
}
