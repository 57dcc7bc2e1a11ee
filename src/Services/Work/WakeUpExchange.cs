using ConversationMemory.Data;
using ConversationMemory.Data.Work;
using ConversationMemory.Data.Work.Queries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Work;

/// <summary>Carries wake-ups between instances: what is called here goes out in batches, and what others call comes in by one connection.</summary>
public sealed class WakeUpExchange(WakeUps wakeUps, MaintenanceDataSource database, ListenDataSource listen, ILogger<WakeUpExchange> log)
    : BackgroundService
{
    // Many calls in one statement: NOTIFY commits one after another, for the whole server.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        AgainAndAgainAsync("sent", SendAsync, stoppingToken),
        AgainAndAgainAsync("heard", ListenAsync, stoppingToken));

    private async Task SendAsync(Action works, CancellationToken ct)
    {
        while (true)
        {
            await wakeUps.AnnouncedAsync(ct);
            await Task.Delay(Gathering, ct);
            await SendAsync(wakeUps.TakeUnsent(), ct);
            works();
        }
    }

    private async Task SendAsync(IReadOnlyCollection<string> topics, CancellationToken ct)
    {
        if (topics.Count == 0) return;
        try
        {
            foreach (var payload in WakeUpTopics.Join(wakeUps.Instance, topics)) await WakeUpChannel.SendAsync(database, payload, ct);
        }
        catch
        {
            // Some may go out twice then; a waiter looks once more, that is all.
            wakeUps.PutBack(topics);
            throw;
        }
    }

    private async Task ListenAsync(Action works, CancellationToken ct)
    {
        await using var connection = await listen.Source.OpenConnectionAsync(ct);
        connection.Notification += (_, heard) => Hear(heard.Payload);
        await WakeUpChannel.ListenAsync(connection, ct);
        // What was called while nobody listened is lost.
        wakeUps.WakeAllHere();
        works();
        while (true) await connection.WaitAsync(ct);
    }

    private void Hear(string payload)
    {
        var (instance, topics) = WakeUpTopics.Split(payload);
        if (instance == wakeUps.Instance) return;
        foreach (var topic in topics) wakeUps.WakeHere(topic);
    }

    // The first failure is worth a line; while the database stays away the others are not.
    private async Task AgainAndAgainAsync(string what, Func<Action, CancellationToken, Task> work, CancellationToken ct)
    {
        var wait = BackOff.First;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(() => wait = BackOff.First, ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                log.Log(wait == BackOff.First ? LogLevel.Warning : LogLevel.Debug, fault, "No wake-ups are {What} for now; work is found by looking", what);
                await Task.Delay(wait, ct).ContinueWith(static _ => { }, TaskScheduler.Default);
                wait = BackOff.After(wait);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static class BackOff
    {
        public static readonly TimeSpan First = TimeSpan.FromSeconds(0.1);

        private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

        public static TimeSpan After(TimeSpan wait) => wait * 2 < Most ? wait * 2 : Most;
    }
}
