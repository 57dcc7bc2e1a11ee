using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Retention;

/// <summary>What people do about the end of their conversations, and what time does. Time passes in the database's sweep.</summary>
public sealed class LifecycleTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Deleted_conversation_waits_in_the_trash_and_comes_back_whole()
    {
        var ada = await portal.KeyOf("ada-trash");
        var path = await BeginAsync(ada, "Keep my words");
        var before = await ada.GetJsonAsync($"{path}/messages");

        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetJsonAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetJsonAsync($"{path}/messages")).Status);
        var refused = await ada.CallAsync(HttpMethod.Post, "/api/agent/chat", new { message = "Still there?", conversation_id = path.Split('/')[^1] });
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Empty((await ada.GetJsonAsync("/api/conversations"))["conversations"].EnumerateArray());
        var trash = Assert.Single((await ada.GetJsonAsync("/api/conversations?state=deleted"))["conversations"].EnumerateArray());
        Assert.Equal("deleted", trash.GetProperty("state").GetString());

        Assert.Equal(HttpStatusCode.OK, (await ada.CallAsync(HttpMethod.Post, $"{path}/restore")).Status);
        var after = await ada.GetJsonAsync($"{path}/messages");
        Assert.Equal(before["messages"].ToString(), after["messages"].ToString());
    }

    [Fact]
    public async Task Stranger_changes_nothing()
    {
        var ada = await portal.KeyOf("ada-own");
        var eve = await portal.KeyOf("eve-own");
        var path = await BeginAsync(ada, "Mine");
        foreach (var verb in new[] { "extend", "archive", "restore" })
            Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Post, $"{path}/{verb}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Patch, path, new { pinned = true })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.CallAsync(HttpMethod.Delete, $"{path}?permanent=true")).Status);
        Assert.Equal("live", (await ada.GetJsonAsync(path)).Text("state"));
    }

    [Fact]
    public async Task Conversation_is_told_of_its_end_first_then_trashed_then_removed_with_a_receipt()
    {
        var ada = await portal.KeyOf("ada-ends");
        var path = await BeginAsync(ada, "Not for ever");
        await AgeAsync(path, days: 40);

        // However late: notice first, and a whole one.
        Assert.Equal((1, 0, 0), await SweepAsync("ada-ends", day: 0));
        Assert.Equal("expiring", (await ada.GetJsonAsync(path)).Text("state"));
        Assert.Equal((0, 0, 0), await SweepAsync("ada-ends", day: 6.9));
        Assert.Equal((0, 1, 0), await SweepAsync("ada-ends", day: 7.1));
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetJsonAsync(path)).Status);
        Assert.Equal((0, 0, 0), await SweepAsync("ada-ends", day: 13));
        Assert.Equal((0, 0, 1), await SweepAsync("ada-ends", day: 14.2));

        var owner = await portal.IdOf("ada-ends");
        Assert.Equal(0, await portal.Database.ReadAsync<long>("SELECT sum(rows)::bigint FROM app.find_traces($1, $2)", owner, IdIn(path)));
        Assert.Equal("ttl|schedule|system|30|2", await portal.Database.ReadAsync<string>("""
            SELECT concat_ws('|', cause, layer, rule ->> 'scope', rule ->> 'ttl_days', counts -> 'messages' ->> 'rows')
            FROM app.receipts WHERE owner_id = $1 AND $2 = ANY (conversations)
            """, owner, IdIn(path)));
    }

    [Theory]
    [InlineData("extend")]
    [InlineData("pin")]
    [InlineData("message")]
    public async Task Notice_ends_when_its_owner_wants_the_conversation(string how)
    {
        var name = $"ada-{how}";
        var ada = await portal.KeyOf(name);
        var path = await BeginAsync(ada, "Worth keeping");
        await AgeAsync(path, days: 40);
        await SweepAsync(name, day: 0);
        Assert.Equal("expiring", (await ada.GetJsonAsync(path)).Text("state"));

        var answer = how switch
        {
            "extend" => await ada.CallAsync(HttpMethod.Post, $"{path}/extend"),
            "pin" => await ada.CallAsync(HttpMethod.Patch, path, new { pinned = true }),
            _ => await ada.ChatAsync("I am back", path.Split('/')[^1]),
        };
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("live", (await ada.GetJsonAsync(path)).Text("state"));
        Assert.Equal((0, 0, 0), await SweepAsync(name, day: 8));
        Assert.Equal("live", (await ada.GetJsonAsync(path)).Text("state"));
    }

    [Fact]
    public async Task Archived_conversation_is_listed_found_read_and_restored()
    {
        var ada = await portal.KeyOf("ada-archive");
        var path = await BeginAsync(ada, "Minutes of the meeting");
        var session = await portal.SignedInAs("ada-archive");
        Assert.Equal(HttpStatusCode.OK, (await ada.CallAsync(HttpMethod.Post, $"{path}/archive")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetJsonAsync(path)).Status);

        var page = await session.GetStringAsync(new Uri("/conversations?state=archived&q=minutes", UriKind.Relative));
        Assert.Contains("Minutes of the meeting", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Minutes of the meeting", await session.GetStringAsync(new Uri("/conversations?state=archived&to=2020-01-01", UriKind.Relative)), StringComparison.Ordinal);
        var reading = await session.GetStringAsync(new Uri($"/conversations/{path.Split('/')[^1]}/read", UriKind.Relative));
        Assert.Contains("data-role=\"assistant\"", reading, StringComparison.Ordinal);
        Assert.DoesNotContain("Regenerate", reading, StringComparison.Ordinal);

        Assert.Equal("live", (await ada.CallAsync(HttpMethod.Post, $"{path}/restore")).Text("state"));
        Assert.Equal(2, (await ada.GetJsonAsync($"{path}/messages"))["messages"].GetArrayLength());
    }

    [Fact]
    public async Task Archive_that_gets_an_end_later_tells_its_owners_first()
    {
        var ada = await portal.KeyOf("ada-forever");
        var path = await BeginAsync(ada, "Archived for ever");
        Assert.Equal(HttpStatusCode.OK, (await ada.CallAsync(HttpMethod.Post, $"{path}/archive")).Status);
        await portal.Database.RunAsync("UPDATE app.conversations SET archived_at = archived_at - interval '200 days' WHERE id = $1", IdIn(path));
        Assert.Equal((0, 0, 0), await SweepAsync("ada-forever", day: 0));
        await portal.Database.RunAsync("UPDATE app.retention_policies SET archive_days = 100 WHERE scope = 'system'");

        Assert.Equal((1, 0, 0), await SweepAsync("ada-forever", day: 0));
        Assert.Equal((0, 0, 0), await SweepAsync("ada-forever", day: 6.9));
        Assert.Equal((0, 1, 0), await SweepAsync("ada-forever", day: 7.1));
        await portal.Database.RunAsync("UPDATE app.retention_policies SET archive_days = 0 WHERE scope = 'system'");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("nonsense")]
    public async Task Form_that_says_no_change_changes_nothing(string? change)
    {
        var name = $"ada-form-{change}";
        var ada = await portal.KeyOf(name);
        var path = await BeginAsync(ada, "Still here");
        var session = await portal.SignedInAs(name);
        var fields = new List<(string, string)> { ("ids", path.Split('/')[^1]) };
        if (change is not null) fields.Add(("change", change));
        using var answer = await session.SubmitAsync("/conversations", fields, "form[action='/conversations/change']");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("live", (await ada.GetJsonAsync(path)).Text("state"));
    }

    [Fact]
    public async Task Held_conversation_cannot_be_deleted_and_the_attempt_is_written_down()
    {
        var ada = await portal.KeyOf("ada-held");
        var path = await BeginAsync(ada, "Evidence");
        var owner = await portal.IdOf("ada-held");
        await portal.Database.RunAsync("INSERT INTO app.holds (owner_id, id, conversation_id, reason) VALUES ($1, gen_random_uuid(), $2, 'A dispute')", owner, IdIn(path));

        var refused = await ada.CallAsync(HttpMethod.Delete, path);
        Assert.Equal((HttpStatusCode.Conflict, "on_hold"), (refused.Status, refused.Text("code")));
        Assert.Equal(1, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.audit_log WHERE action = 'hold.prevented' AND actor_id = $1 AND target_id = $2", owner, IdIn(path).ToString()));
        await AgeAsync(path, days: 400);
        Assert.Equal((0, 0, 0), await SweepAsync("ada-held", day: 0));
        Assert.Equal("live", (await ada.GetJsonAsync(path)).Text("state"));
    }

    private static async Task<string> BeginAsync(HttpClient person, string message) =>
        $"/api/conversations/{(await person.ChatAsync(message)).Text("conversation_id")}";

    private static Guid IdIn(string path) => Guid.Parse(path.Split('/')[^1]);

    private Task<int> AgeAsync(string path, int days) => portal.Database.RunAsync(
        $"UPDATE app.conversations SET active_at = active_at - interval '{days} days', kept_until = NULL WHERE id = $1", IdIn(path));

    // As the web's own role, which sees this person's conversations only: so tests do not sweep each other's.
    private async Task<(int Noticed, int Trashed, int Deleted)> SweepAsync(string person, double day)
    {
        await using var session = await portal.Database.AsAsync(await portal.IdOf(person));
        var counts = await session.ReadAsync<int[]>(
            "SELECT ARRAY[noticed, trashed, deleted] FROM app.sweep('schedule', 1000, NULL, now() + $1 * interval '1 day')", day);
        await session.CommitAsync();
        return (counts[0], counts[1], counts[2]);
    }
}
