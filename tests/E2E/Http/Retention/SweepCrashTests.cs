using System.Net.Http.Headers;
using System.Net.Http.Json;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Retention;

/// <summary>The app with its own PostgreSQL, killed in the middle of a sweep.</summary>
public sealed class SweepCrashTests : IDisposable
{
    private const string Secret = "the admin secret of this test 0123456789";
    private const int Stale = 4000;

    private readonly AppFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Sweep_that_is_killed_has_removed_whole_conversations_and_the_next_one_finishes_it()
    {
        var settings = new Dictionary<string, string> { ["DataDirectory"] = data.Path, ["Admin__Secret"] = Secret };
        await using (var app = await AppProcess.StartAsync(settings))
        {
            await FillAsync();
            using var caller = Caller(app);
            var sweeping = caller.PostAsJsonAsync("/api/admin/cleanup", new { });
            await Until.TrueAsync(async () => await data.ReadAsync<long>("SELECT count(*) FROM app.conversations") < Stale - 100);
            await app.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => sweeping);
        }

        await using var again = await AppProcess.StartAsync(settings);
        var killed = await data.ReadAsync<Guid>("SELECT id FROM app.cleanup_runs WHERE layer = 'api' ORDER BY started_at DESC LIMIT 1");
        // The sweep of the new start may be at it already; what is told of the killed run must hold all the same.
        Assert.InRange(await data.ReadAsync<int>("SELECT deleted FROM app.cleanup_runs WHERE id = '" + killed + "'"), 100, Stale - 1);
        await AssertNothingHalfDoneAsync();

        await data.RunAsync($"UPDATE app.cleanup_runs SET heartbeat_at = now() - interval '1 hour' WHERE id = '{killed}'");
        using var back = Caller(again);
        Assert.True((await back.PostAsJsonAsync("/api/admin/cleanup", new { })).IsSuccessStatusCode);
        await Until.TrueAsync(async () => await data.ReadAsync<long>("SELECT count(*) FROM app.conversations") == 0);
        await AssertNothingHalfDoneAsync();
        Assert.Equal("stopped", await data.ReadAsync<string>($"SELECT state FROM app.cleanup_runs WHERE id = '{killed}'"));
        Assert.Equal(0, await data.ReadAsync<long>("SELECT count(*) FROM app.messages"));
    }

    // In one statement, so that all of it is of one moment.
    private async Task AssertNothingHalfDoneAsync() => Assert.Equal($"{Stale} 0 0 true", await data.ReadAsync<string>("""
        SELECT format('%s %s %s %s',
            (SELECT count(*) FROM app.conversations) + (SELECT sum(cardinality(conversations)) FROM app.receipts),
            (SELECT count(*) FROM app.conversations c WHERE (SELECT count(*) FROM app.messages m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id) <> 3),
            (SELECT count(*) FROM app.conversations c JOIN (SELECT unnest(conversations) AS id FROM app.receipts) AS r ON r.id = c.id),
            (SELECT bool_and((r.deleted, r.messages) = (g.conversations, 3 * g.conversations))::text
                FROM app.cleanup_runs r CROSS JOIN LATERAL (
                    SELECT coalesce(sum(cardinality(conversations)), 0) AS conversations FROM app.receipts WHERE run_id = r.id) AS g))
        """));

    private Task FillAsync() => data.RunAsync($$"""
        INSERT INTO app.users (id, email, user_name, normalized_email, normalized_user_name, email_confirmed,
            phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT gen_random_uuid(), n || '@example.org', n || '@example.org', n || '@EXAMPLE.ORG', n || '@EXAMPLE.ORG', false, false, false, true, 0
            FROM generate_series(1, 40) AS n;
        INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic, active_at)
            SELECT u.id, gen_random_uuid(), '01900000-0000-7000-8000-0000000000a1', 'Talk', true, now() - interval '60 days'
            FROM app.users u CROSS JOIN generate_series(1, {{Stale / 40}});
        INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
            SELECT owner_id, id, 'assistant', 'complete', 'Something said', 1 FROM app.conversations CROSS JOIN generate_series(1, 3);
        UPDATE app.conversations SET deleted_at = now() - interval '9 days', expires_at = now() - interval '1 day', ending = '{"cause": "ttl"}';
        """);

    private static HttpClient Caller(AppProcess app)
    {
        var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        return client;
    }
}
