using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Retention;

public sealed class ExplanationTests(Portal portal) : IClassFixture<Portal>
{
    private const string Form = "form.card";

    [Fact]
    public async Task Owner_and_admin_are_told_why_and_nobody_else()
    {
        using var program = await portal.KeyOf("wanda");
        using var stranger = await portal.KeyOf("sly");
        var admin = await portal.SignedInAsOwner();
        var id = await BeginAsync("wanda", "2026-02-01T12:00:00Z");
        await portal.Database.RunAsync("UPDATE app.conversations SET title = 'My secret plan', noticed_at = '2026-02-24T12:00:00Z', expires_at = '2026-03-03T12:00:00Z' WHERE id = $1", id);

        var mine = await program.GetJsonAsync($"/api/conversations/{id}/retention");
        Assert.Equal(HttpStatusCode.OK, mine.Status);
        Assert.Equal("expiring", mine.Text("state"));
        Assert.Equal("Will be deleted on 3 March 2026: system policy 30 days, last active 1 February 2026. It can then be restored from the trash for 7 days.", mine.Text("why"));
        Assert.Equal("30", mine["policy"].GetProperty("ttl_days").GetProperty("value").GetString());
        Assert.Equal("system", mine["policy"].GetProperty("ttl_days").GetProperty("scope").GetString());

        await portal.Database.RunAsync("""
            UPDATE app.conversations SET deleted_at = '2026-03-03T12:00:00Z', expires_at = '2026-03-10T12:00:00Z',
                ending = '{"cause": "ttl", "scope": "organisation", "ttl_days": 30, "last_active": "2026-02-01T12:00:00Z"}' WHERE id = $1
            """, id);
        var gone = await program.GetJsonAsync($"/api/conversations/{id}/retention");
        Assert.Equal("deleted", gone.Text("state"));
        Assert.Equal(
            "Deleted on 3 March 2026: organisation policy 30 days, last active 1 February 2026. It can be restored until 10 March 2026, and is removed for good after that.",
            gone.Text("why"));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetJsonAsync($"/api/conversations/{id}/retention")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetJsonAsync($"/api/admin/conversations/{id}/retention")).Status);
        var page = await admin.PageAsync($"/admin/conversations/{id}");
        Assert.Contains("Deleted on 3 March 2026: organisation policy 30 days", page.GetElementById("why")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("wanda@example.org", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("My secret plan", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/conversations/{id}/retention")).StatusCode);
        using var adminsProgram = await portal.KeyOf("root");
        Assert.Equal(gone.Text("why"), (await adminsProgram.GetJsonAsync($"/api/admin/conversations/{id}/retention")).Text("why"));
        Assert.Equal(HttpStatusCode.NotFound, (await adminsProgram.GetJsonAsync($"/api/admin/conversations/{Guid.NewGuid()}/retention")).Status);
    }

    [Theory]
    [InlineData("pinned_at = '2026-05-01T00:00:00Z'", "Kept as long as it is pinned: since 1 May 2026.")]
    [InlineData("kept_until = '2036-04-01T00:00:00Z'", "Will be deleted on 1 April 2036: system policy 30 days, last active 1 February 2026, kept until 1 April 2036 at least because it was extended or restored.")]
    [InlineData("archived_at = '2026-03-03T00:00:00Z', ending = '{\"cause\": \"ttl\", \"scope\": \"agent\", \"ttl_days\": 30, \"last_active\": \"2026-02-01T00:00:00Z\"}'", "Archived on 3 March 2026: agent policy 30 days, last active 1 February 2026. Kept there for ever: system policy.")]
    [InlineData("deleted_at = '2026-03-03T00:00:00Z', expires_at = '2026-03-10T00:00:00Z', ending = '{\"cause\": \"person\"}'", "Deleted on 3 March 2026 by its owner. It can be restored until 10 March 2026")]
    public async Task Pins_extensions_archive_and_trash_are_told_as_they_are(string changes, string why)
    {
        using var program = await portal.KeyOf("wilma");
        var id = await BeginAsync("wilma", "2026-02-01T12:00:00Z");
        await portal.Database.RunAsync($"UPDATE app.conversations SET {changes} WHERE id = $1", id);
        Assert.StartsWith(why, (await program.GetJsonAsync($"/api/conversations/{id}/retention")).Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_sets_a_policy_for_one_conversation_where_nothing_wider_is_locked()
    {
        var browser = await portal.SignedInAs("olga");
        using var program = await portal.KeyOf("olga");
        var id = await BeginAsync("olga", "2026-02-01T12:00:00Z");
        var path = $"/conversations/{id}/retention";
        using var saved = await browser.SubmitAsync(path, [("Fields[ttl_days].Choice", "0"), ("Fields[at_end].Choice", "archive")], Form);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("Kept for ever: conversation policy.", (await program.GetJsonAsync($"/api{path}")).Text("why"));
        Assert.Contains("Inherit (now: 30 days, from the system policy)", (await browser.PageAsync(path)).QuerySelector(Form)!.TextContent, StringComparison.Ordinal);

        using var refused = await browser.SubmitAsync(path, [("Fields[ttl_days].Choice", "number"), ("Fields[ttl_days].Number", "2")], Form);
        Assert.Equal("You are told 7 days before the end, so it has to live at least as long.", (await refused.ReadPageAsync()).GetElementById("ttl_days-error")?.TextContent);

        await portal.Database.RunAsync("UPDATE app.retention_policies SET locked = '{ttl_days}'");
        Assert.StartsWith("Will be archived on", (await program.GetJsonAsync($"/api{path}")).Text("why"), StringComparison.Ordinal);
        Assert.Null((await browser.PageAsync(path)).QuerySelector("input[name='Fields[ttl_days].Choice']"));
        await portal.Database.RunAsync("UPDATE app.retention_policies SET locked = '{}'");

        using var emptied = await browser.SubmitAsync(path, [("Fields[ttl_days].Choice", ""), ("Fields[at_end].Choice", "")], Form);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.conversation_policies WHERE conversation_id = $1", id));
        using var others = await (await portal.SignedInAs("otto")).GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
    }

    [Fact]
    public async Task Held_conversation_says_so_without_the_reason()
    {
        using var program = await portal.KeyOf("hedy");
        var id = await BeginAsync("hedy", "2026-02-01T12:00:00Z");
        await portal.Database.RunAsync("INSERT INTO app.holds (owner_id, id, conversation_id, reason) VALUES ($1, $2, $2, 'The court asked')", await portal.IdOf("hedy"), id);
        var answer = await program.GetJsonAsync($"/api/conversations/{id}/retention");
        Assert.True(answer["on_hold"].GetBoolean());
        Assert.StartsWith("On hold: an administrator keeps it until the hold is released", answer.Text("why"), StringComparison.Ordinal);
        Assert.DoesNotContain("court", answer.Json.GetRawText(), StringComparison.Ordinal);
    }

    private async Task<Guid> BeginAsync(string name, string activeAt)
    {
        var id = await portal.Database.AddConversationAsync(await portal.IdOf(name));
        await portal.Database.RunAsync($"UPDATE app.conversations SET active_at = '{activeAt}' WHERE id = $1", id);
        return id;
    }
}
