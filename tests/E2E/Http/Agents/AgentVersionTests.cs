using System.Net;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Agents;

/// <summary>Every change of an agent leaves a version and an entry in the audit log; a reply names the version it was made with.</summary>
public sealed class AgentVersionTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Each_change_makes_a_version_and_an_audit_entry_with_who_did_it()
    {
        var (root, id) = (await portal.SignedInAsOwner(), await MakeAsync("Poet", "Answer in verse."));
        await SaveAsync(root, id, ("Form.SystemPrompt", "Answer in prose."), ("Form.Temperature", "0.5"));
        using (await root.PressAsync("/admin/agents", "Retire Poet")) { }
        using (await root.PressAsync("/admin/agents", "Offer again: Poet")) { }

        Assert.Equal(["agent.made", "agent.changed", "agent.retired", "agent.offered"], await AuditAsync(id, "action"));
        Assert.All(await AuditAsync(id, "actor_id"), actor => Assert.Equal(portal.IdOf("root").Result.ToString(), actor));
        Assert.Equal(["1 Answer in verse.", "2 Answer in prose."], await VersionsAsync(id));
        // The audit log says that the prompt changed, not what it says.
        Assert.DoesNotContain("prose", string.Concat(await AuditAsync(id, "detail")), StringComparison.Ordinal);
        var log = (await root.PageAsync("/admin/audit?action=agent.changed")).Body!.TextContent;
        Assert.Contains("temperature: not said → 0.5", log, StringComparison.Ordinal);
        Assert.Contains("Poet", log, StringComparison.Ordinal);
        var page = (await root.PageAsync($"/admin/agents/{id}/versions")).Body!.TextContent;
        Assert.Contains("Answer in verse.", page, StringComparison.Ordinal);
        Assert.Contains(Portal.EmailOf("root"), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saving_what_is_there_already_makes_no_version_and_no_entry()
    {
        var (root, id) = (await portal.SignedInAsOwner(), await MakeAsync("Same", "One line.\r\nAnother line."));
        await SaveAsync(root, id, ("Form.Name", " Same "));
        using (await root.PressAsync("/admin/agents", "Retire Same"))
        using (await root.SubmitAsync("/admin/agents", [], $"form:has(button[aria-label='Offer again: Same'])")) { }
        Assert.Single(await VersionsAsync(id));
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.audit_log WHERE action = 'agent.changed' AND target_id = $1", id));
    }

    [Fact]
    public async Task Second_of_two_admins_is_told_what_the_first_changed_and_loses_nothing()
    {
        var (first, id) = (await portal.SignedInAsOwner(), await MakeAsync("Both", "Begin."));
        var second = await AdminAsync("second");
        var edit = $"/admin/agents/edit/{id}";
        var opened = await second.PageAsync(edit);
        await SaveAsync(first, id, ("Form.SystemPrompt", "The first one's."), ("Form.Model", "theirs"));

        using var refused = await second.SubmitAsync(edit, [("Form.SystemPrompt", "The second one's."), ("Form.Model", ""), ("Form.Version", VersionIn(opened))]);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await refused.ReadPageAsync();
        Assert.Contains($"{Portal.EmailOf("root")} saved version 2", Line(page.QuerySelector("[role=alert]")!.TextContent), StringComparison.Ordinal);
        Assert.Contains("Model: not set → theirs", Line(page.QuerySelector("[role=alert]")!.TextContent), StringComparison.Ordinal);
        Assert.Equal("The second one's.", page.QuerySelector("#Form_SystemPrompt")!.TextContent.Trim());
        Assert.Equal(["1 Begin.", "2 The first one's."], await VersionsAsync(id));

        using var again = await second.SubmitAsync(edit, [("Form.SystemPrompt", "The second one's."), ("Form.Version", VersionIn(page))]);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Equal(["1 Begin.", "2 The first one's.", "3 The second one's."], await VersionsAsync(id));
    }

    [Fact]
    public async Task Of_twenty_admins_at_once_one_saves_and_all_others_are_told()
    {
        var (root, id) = (await portal.SignedInAsOwner(), await MakeAsync("Crowd", "Begin."));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            root.SubmitAsync($"/admin/agents/edit/{id}", [("Form.SystemPrompt", $"Number {n}."), ("Form.Version", "1")])));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.Equal(19, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(2, (await VersionsAsync(id)).Count);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Old_version_is_used_again_as_a_new_one()
    {
        var (root, id) = (await portal.SignedInAsOwner(), await MakeAsync("Back", "Old."));
        await SaveAsync(root, id, ("Form.SystemPrompt", "New."));
        using var again = await root.PressAsync($"/admin/agents/{id}/versions", "Use version 1 again");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Equal(["1 Old.", "2 New.", "3 Old."], await VersionsAsync(id));
        Assert.Equal("Old.", await portal.Database.ReadAsync<string>("SELECT system_prompt FROM app.agents WHERE id = $1::uuid", id));
    }

    [Fact]
    public async Task Reply_names_the_version_it_was_made_with_and_goes_on_naming_it()
    {
        var (root, id) = (await portal.SignedInAsOwner(), await MakeAsync("Sage", "Be wise."));
        using var sue = await portal.KeyOf("sue");
        var first = await sue.CallAsync(HttpMethod.Post, "/api/agent/chat", new { message = "Hello", agent_id = id });
        var talk = first.Text("conversation_id")!;
        await SaveAsync(root, id, ("Form.SystemPrompt", "Be wiser."), ("Form.Name", "Oracle"));
        await sue.ChatAsync("Hello again", talk);

        var browser = await portal.SignedInAs("sue");
        var panels = (await browser.PageAsync($"/chat/{talk}")).QuerySelectorAll("details.context p").Select(p => Line(p.TextContent)).ToList();
        Assert.Equal(["Made with version 1 of Sage", "Made with version 2 of Oracle"], panels);
        Assert.Empty((await browser.PageAsync($"/chat/{talk}")).QuerySelectorAll("details.context a[href*='/admin']"));
        // The version goes with the reply: into the file, and back in.
        var exported = await sue.GetStringAsync($"/api/conversations/{talk}/export?format=json");
        Assert.Contains($"{Guid.Parse(id):N}.1 Sage", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_follows_the_reply_to_its_version()
    {
        using var key = await portal.KeyOf("root");
        var talk = (await key.ChatAsync("Which version are you?")).Text("conversation_id");
        var root = await portal.SignedInAsOwner();
        var link = (await root.PageAsync($"/chat/{talk}")).QuerySelector("details.context a[href*='/versions']")!.GetAttribute("href")!;
        var parts = link.Split('#');
        Assert.NotNull((await root.PageAsync(parts[0])).GetElementById(parts[1]));
    }

    [Fact]
    public async Task Member_reads_no_versions_and_changes_nothing()
    {
        var id = await MakeAsync("Closed", "A secret way of answering.");
        var member = await portal.SignedInAs("mallory");
        var token = (await member.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var path in (string[])[$"/admin/agents/edit/{id}", $"/admin/agents/{id}/versions", $"/admin/agents?handler=Retire&id={id}", "/admin/agents/edit"])
        {
            using var body = new FormUrlEncodedContent([
                new("__RequestVerificationToken", token), new("Form.Name", "Mine"), new("Form.Version", "1"), new("Form.MaxAnswerTokens", "9"), new("version", "1"), new("newest", "1")]);
            Assert.Equal(HttpStatusCode.Forbidden, (await member.PostAsync(path, body)).StatusCode);
            Assert.DoesNotContain("secret way", await (await member.GetAsync(path)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Single(await VersionsAsync(id));
        Assert.Equal(["agent.made"], await AuditAsync(id, "action"));
    }

    [Fact]
    public async Task Agent_that_came_with_the_app_begins_with_version_1_and_one_that_is_not_there_has_no_page()
    {
        var root = await portal.SignedInAsOwner();
        Assert.NotNull((await root.PageAsync($"/admin/agents/{OwnerTables.DefaultAgent}/versions")).GetElementById("version-1"));
        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync($"/admin/agents/{Guid.NewGuid()}/versions")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync($"/admin/agents/edit/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Agent_that_came_with_the_app_has_the_tools_that_say_so() => Assert.Equal(
        portal.Services.GetRequiredService<ToolRegistry>().All.Where(tool => tool.IsForDefaultAgent).Select(tool => tool.Name),
        await portal.Database.ReadAsync<string[]>("SELECT tools FROM app.agents WHERE id = $1", OwnerTables.DefaultAgent));

    private async Task<string> MakeAsync(string name, string prompt)
    {
        using var made = await (await portal.SignedInAsOwner()).SubmitAsync(
            "/admin/agents/edit", [("Form.Name", name), ("Form.SystemPrompt", prompt), ("Form.MaxAnswerTokens", "500")]);
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return await portal.Database.ReadAsync<string>("SELECT id::text FROM app.agents WHERE name = $1", name);
    }

    private async Task<HttpClient> AdminAsync(string name)
    {
        var admin = await portal.SignedInAs(name);
        using (await (await portal.SignedInAsOwner()).PressAsync($"/admin/users?search={name}", $"Make admin: {Portal.EmailOf(name)}")) { }
        return admin;
    }

    private static async Task SaveAsync(HttpClient admin, string id, params (string, string)[] fields)
    {
        using var saved = await admin.SubmitAsync($"/admin/agents/edit/{id}", fields);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    private static string VersionIn(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelector("#Form_Version")!.GetAttribute("value")!;

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<IReadOnlyList<string>> VersionsAsync(string agent) =>
        ListAsync("SELECT version || ' ' || (settings ->> 'system_prompt') FROM app.agent_versions WHERE agent_id = $1::uuid ORDER BY version", agent);

    private Task<IReadOnlyList<string>> AuditAsync(string agent, string column) =>
        ListAsync($"SELECT {column}::text FROM app.audit_log WHERE target_kind = 'agent' AND target_id = $1 ORDER BY id", agent);

    private async Task<IReadOnlyList<string>> ListAsync(string sql, string value)
    {
        await using var command = portal.Database.Maintenance.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }
}
