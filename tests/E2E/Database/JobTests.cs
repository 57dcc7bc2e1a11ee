using System.Collections.Concurrent;
using ConversationMemory.Data;
using ConversationMemory.Data.Work;
using ConversationMemory.Data.Work.Queries;
using ConversationMemory.Services.Work;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>The machine that does all jobs, with a kind of the tests' own.</summary>
public sealed class JobTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private MaintenanceDataSource Maintenance => new(database.Maintenance);

    [Fact]
    public async Task Job_that_always_throws_keeps_no_other_back_and_is_given_up_with_its_reason()
    {
        var ada = await database.AddPersonAsync("ada");
        var bad = Guid.CreateVersion7();
        Guid[] good = [.. Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7())];
        var (done, told) = (new ConcurrentBag<Guid>(), new ConcurrentBag<Guid>());
        await using var host = await StartAsync((job, _) =>
        {
            if (job.Subject == bad) throw new JobException("The reason of this test.", new InvalidOperationException("Somebody's words"));
            done.Add(job.Subject);
            return Task.CompletedTask;
        }, job =>
        {
            told.Add(job.Subject);
            return Task.CompletedTask;
        });

        await host.AddAsync(TestJob.Kind, ada, [bad, .. good]);

        await Until.TrueAsync(async () => await StateAsync(bad) == "dead" && await CountAsync(ada) == 1);
        Assert.Equal(good.Order(), done.Order());
        Assert.Equal([bad], told);
        Assert.Equal("The reason of this test.", await database.ReadAsync<string>("SELECT error FROM app.jobs WHERE subject = $1", bad));
        Assert.Equal(3, await database.ReadAsync<int>("SELECT attempts FROM app.jobs WHERE subject = $1", bad));
    }

    [Fact]
    public async Task Reason_says_what_kind_of_error_it_was_and_nobodys_words()
    {
        var ada = await database.AddPersonAsync("ada");
        var bad = Guid.CreateVersion7();
        await using var host = await StartAsync((_, _) => throw new InvalidOperationException("Zanzibar", new FormatException("Mombasa")));
        await host.AddAsync(TestJob.Kind, ada, bad);
        await Until.TrueAsync(async () => await StateAsync(bad) == "dead");
        Assert.Equal("InvalidOperationException ← FormatException", await database.ReadAsync<string>("SELECT error FROM app.jobs WHERE subject = $1", bad));
    }

    [Fact]
    public async Task Work_is_done_as_the_owner_of_the_job_and_of_nobody_else()
    {
        var (ada, eve) = (await database.AddPersonAsync("ada"), await database.AddPersonAsync("eve"));
        var mine = await database.AddConversationAsync(ada);
        await database.AddConversationAsync(eve);
        var seen = new ConcurrentBag<Guid>();
        await using var host = await JobHost.StartAsync(database, services => services.AddScoped<OwnConversations>().AddSingleton(seen).AddJob<OwnConversations>(TestJob.Kind));
        await host.AddAsync(TestJob.Kind, ada, Guid.CreateVersion7());
        await Until.TrueAsync(async () => await CountAsync(ada) == 0);
        Assert.Equal([mine], seen);
    }

    [Fact]
    public async Task Owners_take_turns_however_many_one_has_asked_for()
    {
        var people = new[] { await database.AddPersonAsync("ada"), await database.AddPersonAsync("bob"), await database.AddPersonAsync("cyd") };
        await AddWaitingAsync(people[0], 20, "turns");
        await AddWaitingAsync(people[1], 1, "turns");
        await AddWaitingAsync(people[2], 1, "turns");
        var taken = new List<Guid>();
        for (var i = 0; i < 4; i++) taken.Add((await ClaimAsync("turns", "one", taken.Count == 0 ? people[0] : taken[^1]))!.OwnerId);
        Assert.Equal([people[1], people[2], people[0], people[0]], taken);
    }

    [Fact]
    public async Task Job_of_an_instance_that_died_is_anothers_and_what_the_first_makes_of_it_later_is_dropped()
    {
        var ada = await database.AddPersonAsync("ada");
        await AddWaitingAsync(ada, 1, "fenced");
        var first = (await ClaimAsync("fenced", "one", Guid.Empty))!;
        Assert.Null(await ClaimAsync("fenced", "two", Guid.Empty));
        await database.RunAsync("UPDATE app.jobs SET heartbeat_at = heartbeat_at - interval '2 minutes' WHERE kind = 'fenced'");
        await Jobs.FreeLostAsync(Maintenance, DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow, default);
        var second = (await ClaimAsync("fenced", "two", Guid.Empty))!;
        Assert.Equal((1, 2), (first.Attempts, second.Attempts));

        await using var host = await StartAsync((_, _) => Task.CompletedTask);
        await host.InTransactionAsync(ada, async db => Assert.False(await Jobs.FinishAsync(db, "one", first, default)));
        await Jobs.EndAsync(Maintenance, "one", first, default);
        Assert.Empty(await Jobs.BeatAsync(Maintenance, "one", [first], DateTimeOffset.UtcNow, default));
        Assert.False(await Jobs.ReportAsync(Maintenance, "one", first, 1, 2, DateTimeOffset.UtcNow, default));
        Assert.Equal("running", await database.ReadAsync<string>("SELECT state FROM app.jobs WHERE kind = 'fenced'"));
        await host.InTransactionAsync(ada, async db => Assert.True(await Jobs.FinishAsync(db, "two", second, default)));
        Assert.Equal(0, await database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = 'fenced'"));
    }

    [Fact]
    public async Task Job_that_ends_its_process_each_time_is_given_up_too()
    {
        var ada = await database.AddPersonAsync("ada");
        var subject = Guid.CreateVersion7();
        await database.RunAsync("""
            INSERT INTO app.jobs (owner_id, kind, subject, state, attempts, locked_by, heartbeat_at) VALUES ($1, 'test', $2, 'running', 3, 'gone', now() - interval '2 minutes')
            """, ada, subject);
        await using var host = await StartAsync((_, _) => Task.CompletedTask);
        await Until.TrueAsync(async () => await StateAsync(subject) == "dead");
    }

    [Fact]
    public async Task Running_job_hears_that_it_is_cancelled_and_is_gone()
    {
        var ada = await database.AddPersonAsync("ada");
        var (begun, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await StartAsync(async (_, ct) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => stopped.TrySetResult(), TaskScheduler.Default);
            ct.ThrowIfCancellationRequested();
        });
        var subject = Guid.CreateVersion7();
        await host.AddAsync(TestJob.Kind, ada, subject);
        await begun.Task;
        await host.CancelAsync(TestJob.Kind, ada, subject);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await Until.TrueAsync(async () => await CountAsync(ada) == 0);
    }

    [Fact]
    public async Task Instance_that_ends_gives_its_jobs_back_uncounted()
    {
        var ada = await database.AddPersonAsync("ada");
        var begun = new TaskCompletionSource();
        var subject = Guid.CreateVersion7();
        await using (var host = await StartAsync(async (_, ct) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
        }))
        {
            await host.AddAsync(TestJob.Kind, ada, subject);
            await begun.Task;
        }

        Assert.Equal("waiting", await StateAsync(subject));
        Assert.Equal(0, await database.ReadAsync<int>("SELECT attempts FROM app.jobs WHERE subject = $1", subject));
        await database.RunAsync("DELETE FROM app.jobs WHERE subject = $1", subject);
    }

    [Fact]
    public async Task Two_instances_do_each_job_once()
    {
        var ada = await database.AddPersonAsync("ada");
        var done = new ConcurrentBag<Guid>();
        Task Count(JobRun job, CancellationToken ct)
        {
            done.Add(job.Subject);
            return Task.CompletedTask;
        }

        await using var one = await StartAsync(Count);
        await using var two = await StartAsync(Count);
        Guid[] subjects = [.. Enumerable.Range(0, 60).Select(_ => Guid.CreateVersion7())];
        await one.AddAsync(TestJob.Kind, ada, subjects);
        await Until.TrueAsync(async () => await CountAsync(ada) == 0);
        Assert.Equal(subjects.Order(), done.Order());
    }

    [Fact]
    public async Task Asking_twice_for_the_same_is_one_job_and_one_that_was_given_up_may_be_asked_for_again_later()
    {
        var ada = await database.AddPersonAsync("ada");
        var subject = Guid.CreateVersion7();
        var kind = new JobKind("asked", "Asked for");
        await using var host = await StartAsync((_, _) => Task.CompletedTask);
        async Task<bool> AskAsync()
        {
            var added = false;
            await host.InTransactionAsync(ada, async db => added = await host.Queue.AddAsync(db, kind, ada, subject, null, default));
            return added;
        }

        Assert.True(await AskAsync());
        Assert.False(await AskAsync());
        await database.RunAsync("UPDATE app.jobs SET state = 'dead', attempts = 5, finished_at = now() WHERE subject = $1", subject);
        Assert.False(await AskAsync());
        await database.RunAsync("UPDATE app.jobs SET finished_at = now() - interval '2 hours' WHERE subject = $1", subject);
        Assert.True(await AskAsync());
        Assert.Equal("waiting", await StateAsync(subject));
    }

    [Fact]
    public async Task Recurring_work_is_done_again_whether_or_not_it_failed_and_its_row_says_how_it_went()
    {
        var rounds = 0;
        var kind = new JobKind("recurring.test", "Again and again") { Every = TimeSpan.FromMilliseconds(50), FirstWait = TimeSpan.FromMilliseconds(1) };
        await using var host = await JobHost.StartAsync(database, services => services.AddSingleton(new object()).AddRecurring<object>(kind, (_, _) =>
            Interlocked.Increment(ref rounds) % 2 == 1 ? throw new FormatException("Zanzibar") : Task.CompletedTask));
        await Until.TrueAsync(() => Task.FromResult(rounds >= 4));
        Assert.Equal(1, await database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = 'recurring.test' AND owner_id = $1", Job.System));
        await Until.TrueAsync(async () => await database.ReadAsync<bool>("SELECT coalesce(error = 'FormatException', false) FROM app.jobs WHERE kind = 'recurring.test'"));
        await Until.TrueAsync(async () => await database.ReadAsync<bool>("SELECT error IS NULL AND finished_at >= started_at FROM app.jobs WHERE kind = 'recurring.test'"));
    }

    private Task<JobHost> StartAsync(Func<JobRun, CancellationToken, Task> run, Func<JobRun, Task>? givenUp = null) =>
        JobHost.StartAsync(database, services => services.AddSingleton(new TestJobWork(run, givenUp)).AddJob<TestJob>(TestJob.Kind));

    private async Task AddWaitingAsync(Guid owner, int count, string kind)
    {
        for (var i = 0; i < count; i++) await database.RunAsync("INSERT INTO app.jobs (owner_id, kind, subject) VALUES ($1, $2, gen_random_uuid())", owner, kind);
    }

    private Task<ClaimedJob?> ClaimAsync(string kind, string instance, Guid after) =>
        Jobs.ClaimAsync(Maintenance, instance, [kind], [], after, DateTimeOffset.UtcNow, default);

    private async Task<string> StateAsync(Guid subject) => await database.ReadAsync<string>("SELECT coalesce(max(state), 'gone') FROM app.jobs WHERE subject = $1", subject);

    private Task<int> CountAsync(Guid owner) => database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE owner_id = $1", owner);

    private sealed class OwnConversations(AppDbContext db, ConcurrentBag<Guid> seen) : IJobHandler
    {
        public async Task RunAsync(JobRun job, CancellationToken ct)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var id in db.Conversations.Select(c => c.Id).ToList()) seen.Add(id);
        }
    }
}
