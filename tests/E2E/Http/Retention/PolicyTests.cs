using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Retention;

public sealed class PolicyTests(Portal portal) : IClassFixture<Portal>, IAsyncLifetime
{
    private const string SystemPolicy = "/admin/retention/system";
    private const string OrganisationPolicy = "/admin/retention/organisations/01900000-0000-7000-8000-000000000001";
    private const string AgentPolicy = "/admin/retention/agents/01900000-0000-7000-8000-0000000000a1";

    public Task InitializeAsync() => ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Narrower_policy_wins_until_the_wider_one_is_locked_and_can_be_removed()
    {
        var owner = await portal.SignedInAsOwner();
        await DoneAsync(owner.SavePolicyAsync(OrganisationPolicy, ("Fields[ttl_days].Choice", "number"), ("Fields[ttl_days].Number", "20")));
        await DoneAsync(owner.SavePolicyAsync(AgentPolicy, ("Fields[ttl_days].Choice", "number"), ("Fields[ttl_days].Number", "60")));
        Assert.Equal((60, "agent"), await TtlAsync());

        await DoneAsync(owner.SavePolicyAsync(OrganisationPolicy, ("Fields[ttl_days].Locked", "true")));
        Assert.Equal((20, "organisation"), await TtlAsync());
        var page = await owner.PageAsync(AgentPolicy);
        Assert.Contains("20 days: locked by the organisation policy.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("input[name='Fields[ttl_days].Choice']"));

        // What is locked is not in the form, and stays as it was said.
        await DoneAsync(owner.SavePolicyAsync(AgentPolicy, ("Fields[trash_days].Choice", "number"), ("Fields[trash_days].Number", "3")));
        Assert.Equal(60, await portal.Database.ReadAsync<int>("SELECT ttl_days FROM app.retention_policies WHERE scope = 'agent'"));

        await DoneAsync(owner.PressAsync(OrganisationPolicy, "Remove this policy"));
        Assert.Equal((60, "agent"), await TtlAsync());
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.retention_policies WHERE scope = 'organisation'"));
    }

    [Fact]
    public async Task Form_says_what_is_inherited_and_from_whom()
    {
        var owner = await portal.SignedInAsOwner();
        await DoneAsync(owner.SavePolicyAsync(OrganisationPolicy, ("Fields[notice_days].Choice", "number"), ("Fields[notice_days].Number", "9")));
        var text = (await owner.PageAsync(AgentPolicy)).QuerySelector("#policy")!.TextContent;
        Assert.Contains("Inherit (now: 9 days, from the organisation policy)", text, StringComparison.Ordinal);
        Assert.Contains("Inherit (now: 30 days, from the system policy)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ttl_days", "number", "36501", "ttl_days", "Say a whole number from 1 to 36,500.")]
    [InlineData("ttl_days", "number", "many", "ttl_days", "Say a whole number from 1 to 36,500.")]
    [InlineData("ttl_days", "number", "3", "notice_days", "The notice cannot be longer than the lifetime: it would outlast it.")]
    [InlineData("at_end", "explode", "", "at_end", "Choose one of the list.")]
    [InlineData("notice_days", "", "", "notice_days", "The system's policy has to say this: there is none wider to inherit from.")]
    [InlineData("trash_days", "number", "", "trash_days", "Say a whole number from 0 to 365.")]
    public async Task Nonsense_is_refused_at_its_field_and_nothing_is_saved(string field, string choice, string number, string place, string message)
    {
        var owner = await portal.SignedInAsOwner();
        using var answer = await owner.SubmitAsync(SystemPolicy, [($"Fields[{field}].Choice", choice), ($"Fields[{field}].Number", number)]);
        Assert.Equal(message, (await answer.ReadPageAsync()).GetElementById($"{place}-error")?.TextContent);
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT follows_settings AND ttl_days = 30 AND notice_days = 7 FROM app.retention_policies WHERE scope = 'system'"));
    }

    [Fact]
    public async Task What_would_end_more_is_simulated_and_saved_only_when_confirmed()
    {
        var owner = await portal.SignedInAsOwner();
        var person = await portal.Database.AddPersonAsync("sim");
        var conversation = await portal.Database.AddConversationAsync(person);
        for (var i = 0; i < 3; i++) await portal.Database.AddMessageAsync(person, conversation);
        await portal.Database.RunAsync("UPDATE app.conversations SET active_at = now() - interval '20 days', title = 'My secret plan' WHERE id = $1", conversation);
        (string, string)[] shorter = [("Fields[ttl_days].Choice", "number"), ("Fields[ttl_days].Number", "14")];

        using var asked = await owner.SubmitAsync(SystemPolicy, shorter);
        var page = await asked.ReadPageAsync();
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains("Not saved yet", page.QuerySelector("#simulation")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["today", "0", "0", "0", "0 bytes", "–"], CellsOf(page, "Ending within 7 days", 0));
        Assert.Equal(["proposed", "1", "1", "3"], CellsOf(page, "Ending within 7 days", 1)[..4]);
        Assert.Equal(["proposed", "1", "1", "3"], CellsOf(page, "Given notice at once", 1)[..4]);
        Assert.Contains($"sim-{person:N}@example.org", page.QuerySelector("#simulation")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("My secret plan", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(30, (await TtlAsync()).Days);

        // Confirmed is what was seen, and nothing else.
        var seen = page.QuerySelector("button[name=Confirmed]")!.GetAttribute("value")!;
        using var another = await owner.SubmitAsync(SystemPolicy, [("Fields[ttl_days].Choice", "number"), ("Fields[ttl_days].Number", "13"), ("Confirmed", seen)]);
        Assert.Equal(30, (await TtlAsync()).Days);
        await DoneAsync(owner.SubmitAsync(SystemPolicy, [.. shorter, ("Confirmed", seen)]));
        Assert.Equal(14, (await TtlAsync()).Days);
    }

    [Fact]
    public async Task Simulation_answers_htmx_with_its_fragment_and_others_with_the_page()
    {
        var owner = await portal.SignedInAsOwner();
        var page = await owner.PageAsync(SystemPolicy);
        var token = page.QuerySelector("#policy input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var isHtmx in new[] { true, false })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, SystemPolicy + "?handler=Simulate")
            {
                Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("Fields[ttl_days].Choice", "number"), new("Fields[ttl_days].Number", "29")]),
            };
            if (isHtmx) request.Headers.Add("HX-Request", "true");
            using var answer = await owner.SendAsync(request);
            var shown = await answer.ReadPageAsync();
            Assert.Equal(isHtmx, shown.QuerySelector("main") is null);
            Assert.Contains("What it would do", shown.QuerySelector("#simulation")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(30, (await TtlAsync()).Days);
    }

    [Fact]
    public async Task Change_of_a_policy_is_in_the_audit_log_with_what_was_and_what_is()
    {
        var owner = await portal.SignedInAsOwner();
        await DoneAsync(owner.SavePolicyAsync(AgentPolicy, ("Fields[ttl_days].Choice", "number"), ("Fields[ttl_days].Number", "44"), ("Fields[at_end].Locked", "true")));
        Assert.Equal("""{"scope": "agent", "changes": {"locked": {"to": "at_end", "from": null}, "ttl_days": {"to": "44", "from": null}}}""", await LastDetailAsync("policy.changed"));
        await DoneAsync(owner.SavePolicyAsync(AgentPolicy, ("Fields[ttl_days].Number", "45")));
        Assert.Equal("""{"scope": "agent", "changes": {"ttl_days": {"to": "45", "from": "44"}}}""", await LastDetailAsync("policy.changed"));
        var log = (await owner.PageAsync("/admin/audit?action=policy.changed&person=root")).QuerySelector("tbody tr")!.TextContent;
        Assert.Contains("root@example.org", log, StringComparison.Ordinal);
        Assert.Contains("ttl_days: 44 → 45", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_can_neither_see_nor_change_nor_simulate_policies_holds_and_the_log()
    {
        var member = await portal.SignedInAs("mia");
        using var program = await portal.KeyOf("mia");
        var conversation = await portal.Database.AddConversationAsync(await portal.Database.AddPersonAsync("somebody"));
        var token = (await member.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var path in new[]
        {
            SystemPolicy, SystemPolicy + "?handler=Simulate", AgentPolicy + "?handler=Remove", "/admin/holds", $"/admin/holds/{Guid.NewGuid()}/release", "/admin/audit",
            $"/admin/conversations/{conversation}",
        })
        {
            using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
            request.Headers.Add("HX-Request", "true");
            Assert.Equal(HttpStatusCode.Forbidden, (await member.SendAsync(request)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync(path)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetJsonAsync($"/api/admin/conversations/{conversation}/retention")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetJsonAsync($"/api/conversations/{conversation}/retention")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"/conversations/{conversation}/retention")).StatusCode);
    }

    private static string[] CellsOf(AngleSharp.Html.Dom.IHtmlDocument page, string span, int row) =>
        [.. page.QuerySelectorAll("#simulation tbody").Single(b => b.QuerySelector("th")!.TextContent == span)
            .QuerySelectorAll("tr")[row].QuerySelectorAll("td").Select(c => c.TextContent.Trim())];

    private async Task<(int Days, string Scope)> TtlAsync() => (
        await portal.Database.ReadAsync<int>("SELECT ttl_days FROM app.resolved_policies LIMIT 1"),
        await portal.Database.ReadAsync<string>("SELECT sources ->> 'ttl_days' FROM app.resolved_policies LIMIT 1"));

    private Task<string> LastDetailAsync(string action) =>
        portal.Database.ReadAsync<string>("SELECT detail::text FROM app.audit_log WHERE action = $1 ORDER BY id DESC LIMIT 1", action);

    private async Task ResetAsync()
    {
        await portal.Database.RunAsync("DELETE FROM app.retention_policies WHERE scope <> 'system'");
        await portal.Database.RunAsync("UPDATE app.retention_policies SET ttl_days = 30, notice_days = 7, window_messages = 30, follows_settings = true, locked = '{}'");
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
