using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Operations;

/// <summary>Has every instance follow the switch within <see cref="Round"/>, and know it before its first request.</summary>
public sealed class ReadOnlyService(ReadOnlyMode mode, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ReadOnlyService> log) : BackgroundService
{
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await mode.RefreshAsync(cancellationToken);
        await FollowSettingAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await mode.RefreshAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What was known last holds until the database is back.
                log.LogWarning(fault, "Whether to write could not be read");
            }
        }
    }

    private async Task FollowSettingAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var setting = scope.ServiceProvider.GetRequiredService<IOptions<ReadOnlyOptions>>().Value;
        if (!setting.ReadOnly || mode.IsOn) return;
        await scope.ServiceProvider.GetRequiredService<ReadOnlySwitch>().TurnOnAsync(setting.ReadOnlyText, ct);
        log.LogWarning("Nothing may be written, as the setting ReadOnly says; an admin can change that under /admin/maintenance");
    }
}
