using ConversationMemory.Data;
using ConversationMemory.Data.Cluster;
using ConversationMemory.Data.Work.Queries;
using ConversationMemory.Services.Work;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Instances wake each other through the database.</summary>
public sealed class WakeUpTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Call_wakes_whoever_waits_here_and_at_another_instance_and_nobody_else()
    {
        await using var another = portal.StartAnother();
        await ListenersAsync(2);
        var topic = WakeUpTopics.Conversation(Guid.NewGuid(), Guid.NewGuid());
        using var here = Of(portal.Services).Subscribe(topic);
        using var there = Of(another.Services).Subscribe(topic);
        using var elsewhere = Of(another.Services).Subscribe(WakeUpTopics.Conversation(Guid.NewGuid(), Guid.NewGuid()));
        await QuietAsync(there, elsewhere);

        Of(portal.Services).Send(topic);

        Assert.True(await here.SleepAsync(Patience, default));
        Assert.True(await there.SleepAsync(Patience, default));
        Assert.False(await elsewhere.SleepAsync(TimeSpan.Zero, default));
    }

    [Fact]
    public async Task Calls_beyond_what_one_payload_takes_all_arrive()
    {
        await using var another = portal.StartAnother();
        await ListenersAsync(2);
        var topics = Enumerable.Range(0, 500).Select(_ => WakeUpTopics.Conversation(Guid.NewGuid(), Guid.NewGuid())).ToList();
        var waiting = topics.ConvertAll(Of(another.Services).Subscribe);
        await QuietAsync([.. waiting]);

        foreach (var topic in topics) Of(portal.Services).Send(topic);

        foreach (var one in waiting)
        {
            Assert.True(await one.SleepAsync(Patience, default));
            one.Dispose();
        }
    }

    [Fact]
    public async Task Many_calls_at_once_leave_in_few_statements()
    {
        await using var other = await portal.Database.Maintenance.OpenConnectionAsync();
        var payloads = 0;
        other.Notification += (_, _) => Interlocked.Increment(ref payloads);
        await WakeUpChannel.ListenAsync(other, default);
        var last = WakeUpTopics.Conversation(Guid.NewGuid(), Guid.NewGuid());
        for (var i = 0; i < 5_000; i++) Of(portal.Services).Send(last);

        await other.WaitAsync(Patience);
        Assert.InRange(payloads, 1, 100);
    }

    [Fact]
    public async Task Whoever_waits_looks_again_after_the_listening_connection_was_ended()
    {
        await using var another = portal.StartAnother();
        await ListenersAsync(2);
        var topic = WakeUpTopics.Conversation(Guid.NewGuid(), Guid.NewGuid());
        using var there = Of(another.Services).Subscribe(topic);
        await QuietAsync(there);

        Assert.Equal(2, await EndListenersAsync());
        Assert.True(await there.SleepAsync(Patience, default));
        await ListenersAsync(2);
        await QuietAsync(there);
        Of(portal.Services).Send(topic);
        Assert.True(await there.SleepAsync(Patience, default));
    }

    [Fact]
    public async Task Calls_made_while_the_database_is_away_arrive_when_it_is_back()
    {
        var directory = Directory.CreateTempSubdirectory("cm-wake-");
        await using (var cluster = await PrivateCluster.StartAsync(directory.FullName, NullLogger.Instance, default))
        {
            using var one = HostOn(cluster);
            using var two = HostOn(cluster);
            await Task.WhenAll(one.StartAsync(), two.StartAsync());
            using var there = Of(two.Services).Subscribe("a");
            using var fromThere = Of(one.Services).Subscribe("b");
            await Until.TrueAsync(() => TryEndServerAsync(cluster, directory.FullName));
            Of(one.Services).Send("a");
            Of(two.Services).Send("b");

            Assert.True(await there.SleepAsync(Patience, default));
            Assert.True(await fromThere.SleepAsync(Patience, default));
            // Not only because everybody looks again after a break.
            await Until.TrueAsync(async () =>
            {
                await QuietAsync(there);
                Of(one.Services).Send("a");
                return await there.SleepAsync(TimeSpan.FromSeconds(1), default);
            });
            await Task.WhenAll(one.StopAsync(), two.StopAsync());
        }

        directory.Delete(recursive: true);
    }

    private static WakeUps Of(IServiceProvider services) => services.GetRequiredService<WakeUps>();

    private static async Task QuietAsync(params WakeUp[] waiting)
    {
        foreach (var one in waiting)
            while (await one.SleepAsync(TimeSpan.Zero, default)) { }
    }

    private Task ListenersAsync(int count) => Until.TrueAsync(async () => await portal.Database.ReadAsync<int>(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cm_listen' AND datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'")
        == count);

    private Task<int> EndListenersAsync() => portal.Database.ReadAsync<int>("""
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'cm_listen' AND datname = current_database()
        """);

    private static IHost HostOn(PrivateCluster cluster)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging().AddData(cluster.ConnectionString, cluster.ConnectionString).AddWork();
        return builder.Build();
    }

    private static async Task<bool> TryEndServerAsync(PrivateCluster cluster, string directory)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString + ";Pooling=false");
        if ((long)(await ScalarAsync(source, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cm_listen'"))! < 2) return false;
        var file = Path.Combine(directory, "postgres", "postmaster.pid");
        using var server = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadLines(file).First(), System.Globalization.CultureInfo.InvariantCulture));
        server.Kill();
        await server.WaitForExitAsync();
        return true;
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
