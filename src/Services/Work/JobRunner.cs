using System.Collections.Concurrent;
using ConversationMemory.Data;
using ConversationMemory.Data.Work;
using ConversationMemory.Data.Work.Queries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Work;

/// <summary>
/// Does all jobs of this instance: so many of each kind at a time, owners in turn, each by itself so that one that fails keeps no other back. It is
/// woken when there is something to do, and looks by itself now and then.
/// </summary>
public sealed class JobRunner(
    IEnumerable<JobRegistration> registrations, JobAttempts attempts, WakeUps wakeUps, MaintenanceDataSource database, TimeProvider clock, ILogger<JobRunner> log)
    : BackgroundService
{
    private static readonly TimeSpan MostSleep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastSleep = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<string, JobRegistration> kinds = registrations.ToDictionary(r => r.Kind.Name);
    private readonly string[] always = [.. registrations.Where(r => r.Kind.WhileReadOnly).Select(r => r.Kind.Name)];
    private readonly ConcurrentDictionary<Guid, RunningJob> running = new();
    private Guid lastOwner;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PrepareAsync(stoppingToken);
            await Task.WhenAll(WorkAsync(stoppingToken), WatchAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What runs gives its job back by itself.
            await Task.WhenAll(running.Values.Select(one => one.Work));
        }
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var recurring = kinds.Values.Select(r => r.Kind).Where(kind => kind.Every is not null).Select(kind => (kind.Name, kind.StartsLate ? now + kind.Every!.Value : now));
        await AgainAndAgainAsync(async () =>
        {
            await attempts.TakeBackAsync(ct);
            await Jobs.AddRecurringAsync(database, [.. recurring], ct);
        }, ct);
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        using var wakeUp = wakeUps.Subscribe(WakeUpTopics.Jobs);
        while (true)
        {
            var sleep = MostSleep;
            try
            {
                while (WithRoom() is { Length: > 0 } room && await ClaimAsync(room, ct) is { } job) Begin(job, wakeUp, ct);
                sleep = await UntilNextAsync(ct);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Jobs cannot be looked for; it is tried again in some seconds");
            }

            await wakeUp.SleepAsync(sleep, ct);
        }
    }

    private string[] WithRoom() => [.. kinds.Keys.Except(
        running.Values.GroupBy(one => one.Job.Kind).Where(kind => kind.Count() >= kinds[kind.Key].Kind.AtOnce).Select(kind => kind.Key))];

    private async Task<ClaimedJob?> ClaimAsync(string[] room, CancellationToken ct)
    {
        var job = await Jobs.ClaimAsync(database, wakeUps.Instance, room, always, lastOwner, clock.GetUtcNow(), ct);
        if (job is not null) lastOwner = job.OwnerId;
        return job;
    }

    private void Begin(ClaimedJob job, WakeUp wakeUp, CancellationToken ct)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running[job.Id] = new RunningJob(job, stop, RunAsync());
        begun.SetResult();

        async Task RunAsync()
        {
            await begun.Task;
            try
            {
                await attempts.RunAsync(kinds[job.Kind], job, stop.Token, ct);
            }
            finally
            {
                running.TryRemove(job.Id, out _);
                stop.Dispose();
                // There is room for another.
                wakeUp.Ring();
            }
        }
    }

    private async Task<TimeSpan> UntilNextAsync(CancellationToken ct)
    {
        if (WithRoom() is not { Length: > 0 } room || await Jobs.NextTimeAsync(database, room, ct) is not { } next) return MostSleep;
        var wait = next - clock.GetUtcNow();
        return wait > MostSleep ? MostSleep : wait < LeastSleep ? LeastSleep : wait;
    }

    // Shows life, hears what is to be stopped, and frees what instances that died have left.
    private async Task WatchAsync(CancellationToken ct)
    {
        using var wakeUp = wakeUps.Subscribe(WakeUpTopics.CancelledJobs);
        while (true)
        {
            try
            {
                if (running.Values.ToList() is { Count: > 0 } mine) await BeatAsync(mine, ct);
                if (await Jobs.FreeLostAsync(database, clock.GetUtcNow() - JobAttempts.Silence, clock.GetUtcNow(), ct) > 0) wakeUps.WakeHere(WakeUpTopics.Jobs);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Jobs could not show that they are alive; it is tried again in some seconds");
            }

            await wakeUp.SleepAsync(JobAttempts.Beat, ct);
        }
    }

    private async Task BeatAsync(List<RunningJob> mine, CancellationToken ct)
    {
        var still = (await Jobs.BeatAsync(database, wakeUps.Instance, mine.ConvertAll(one => one.Job), clock.GetUtcNow(), ct)).Select(one => one.Id).ToHashSet();
        foreach (var lost in mine.Where(one => !still.Contains(one.Job.Id) && running.ContainsKey(one.Job.Id))) lost.Stop();
    }

    private async Task AgainAndAgainAsync(Func<Task> work, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "Jobs cannot be begun with; it is tried again in some seconds");
                await Task.Delay(MostSleep, ct);
            }
        }
    }

    private sealed record RunningJob(ClaimedJob Job, CancellationTokenSource Cancellation, Task Work)
    {
        public void Stop()
        {
            try
            {
                Cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended.
            }
        }
    }
}
