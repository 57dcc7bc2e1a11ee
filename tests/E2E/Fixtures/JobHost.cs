using ConversationMemory.Data;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>An instance that does the jobs of a test and nothing else.</summary>
public sealed class JobHost : IAsyncDisposable
{
    private readonly IHost host;

    private JobHost(IHost host) => this.host = host;

    public JobQueue Queue => host.Services.GetRequiredService<JobQueue>();

    /// <param name="add">Kinds of jobs, and who does them.</param>
    public static async Task<JobHost> StartAsync(TestDatabase database, Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging().AddData(database.Connections.App, database.Connections.Maintenance).AddWork();
        add(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new JobHost(host);
    }

    /// <summary>Adds jobs of a person, one for each subject.</summary>
    public async Task AddAsync(JobKind kind, Guid owner, params Guid[] subjects)
    {
        await InTransactionAsync(owner, async db =>
        {
            foreach (var subject in subjects) Assert.True(await Queue.AddAsync(db, kind, owner, subject, new { subject }, default));
        });
        Queue.Announce();
    }

    public async Task CancelAsync(JobKind kind, Guid owner, Guid subject)
    {
        await InTransactionAsync(owner, db => JobQueue.CancelAsync(db, kind, owner, subject, default));
        Queue.AnnounceCancelled();
    }

    public async Task InTransactionAsync(Guid owner, Func<AppDbContext, Task> work)
    {
        await using var scope = host.Services.GetRequiredService<IServiceScopeFactory>().AsOwner(owner);
        var db = scope.Get<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await work(db);
        await transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}

/// <summary>A job that does what a test says.</summary>
public sealed class TestJob(TestJobWork work) : IJobHandler
{
    public static readonly JobKind Kind = new("test", "Tests") { AtOnce = 3, MostAttempts = 3, FirstWait = TimeSpan.FromMilliseconds(1) };

    public Task RunAsync(JobRun job, CancellationToken ct) => work.Run(job, ct);

    public Task GivenUpAsync(JobRun job, CancellationToken ct) => work.GivenUp?.Invoke(job) ?? Task.CompletedTask;
}

public sealed record TestJobWork(Func<JobRun, CancellationToken, Task> Run, Func<JobRun, Task>? GivenUp = null);
