using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Providers;

/// <summary>Providers that admins enter: what agents get of them, and what happens when they change.</summary>
public sealed class ProviderTests(ProviderPortal portal) : IClassFixture<ProviderPortal>
{
    private static readonly string[] Handlers = ["Test", "Disable", "Enable", "Remove", "Models"];

    [Fact]
    public async Task Agent_answers_with_the_model_of_the_provider_it_names_and_the_others_with_the_environments()
    {
        var provider = await portal.EnterAsync("Tide", fields: ("Form.Headers", "X-Team: blue"));
        var (first, named) = (await portal.AgentAsync("First", provider), await portal.AgentAsync("Named", provider, ("Form.Model", "tide-other")));
        using var ada = await portal.KeyOf("ada");
        Assert.Equal("From tide-large", (await ProviderPortal.AskAsync(ada, first, "Hello first")).Text("message"));
        Assert.Equal("From tide-other", (await ProviderPortal.AskAsync(ada, named, "Hello named")).Text("message"));
        Assert.Equal("You said: Hello default", (await ada.ChatAsync("Hello default")).Text("message"));
        var mine = portal.Provider.Requests.Where(r => r.Body.ToString() is var body && (body.Contains("Hello first", StringComparison.Ordinal) || body.Contains("Hello named", StringComparison.Ordinal)));
        Assert.NotEmpty(mine);
        Assert.All(mine, r => Assert.Equal(($"Bearer {FakeProvider.Key}", "blue"), (r.Authorization, r.Team)));
        // The title of a conversation is asked of who has seen it, and of nobody else.
        Assert.DoesNotContain(portal.Model.Requests, r => r.Body.ToString().Contains("Hello first", StringComparison.Ordinal));
        // The environment's own provider is shown beside, without its key.
        var page = await (await portal.SignedInAsOwner()).PageAsync("/admin/providers");
        Assert.Contains("test-model", page.GetElementById("environment")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("#environment :is(a, button)"));
        Assert.DoesNotContain("key-of-the-model", page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_counts_from_the_next_reply_on_and_on_every_instance()
    {
        var root = await portal.SignedInAsOwner();
        var provider = await portal.EnterAsync("Shifting", fields: ("Form.Headers", "X-Team: red"));
        var agent = await portal.AgentAsync("Shifter", provider);
        using var ada = await portal.KeyOf("ada");
        await using var another = portal.StartAnother();
        using var there = portal.Client(another.Address);
        there.DefaultRequestHeaders.Authorization = ada.DefaultRequestHeaders.Authorization;
        foreach (var client in new[] { ada, there }) Assert.Equal(HttpStatusCode.OK, (await ProviderPortal.AskAsync(client, agent, "Before")).Status);

        using (await root.SubmitAsync($"/admin/providers/edit/{provider}", [("Form.Headers", "X-Team: green"), ("Form.Models[0].Name", "tide-small")])) { }
        foreach (var client in new[] { ada, there })
        {
            Assert.Equal("From tide-small", (await ProviderPortal.AskAsync(client, agent, "After")).Text("message"));
            Assert.Equal("green", portal.Provider.Requests[^1].Team);
        }
    }

    [Fact]
    public async Task Provider_that_is_switched_off_answers_nobody_and_nobody_answers_in_its_place()
    {
        var root = await portal.SignedInAsOwner();
        var agent = await portal.AgentAsync("Stranded", await portal.EnterAsync("Switched"));
        using var ada = await portal.KeyOf("ada");
        using (await root.PressAsync("/admin/providers", "Switch off Switched")) { }
        var asked = (portal.Provider.Requests.Count, portal.Model.Requests.Count);
        var refused = await ProviderPortal.AskAsync(ada, agent, "Anybody?");
        Assert.Equal(HttpStatusCode.BadGateway, refused.Status);
        Assert.Contains("provider is switched off", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(asked, (portal.Provider.Requests.Count, portal.Model.Requests.Count));

        using (await root.PressAsync("/admin/providers", "Switch on Switched")) { }
        Assert.Equal(HttpStatusCode.OK, (await ProviderPortal.AskAsync(ada, agent, "And now?")).Status);
    }

    [Fact]
    public async Task Provider_that_agents_use_is_not_removed_and_the_page_says_who_uses_it()
    {
        var root = await portal.SignedInAsOwner();
        var provider = await portal.EnterAsync("Needed");
        var agent = await portal.AgentAsync("Needy", provider);
        using (await root.PressAsync("/admin/agents", "Retire Needy")) { }
        using (await root.PressAsync("/admin/providers", "Remove Needed")) { }
        Assert.Contains("Nothing was removed: Needy uses this provider.", (await root.PageAsync("/admin/providers")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        using (await root.SubmitAsync($"/admin/agents/edit/{agent}", [("Form.Provider", "")])) { }
        using (await root.PressAsync("/admin/providers", "Remove Needed")) { }
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.providers WHERE id = $1::uuid", provider));
        // What the agent was before can be read, but not be had again.
        using (await root.PressAsync($"/admin/agents/{agent}/versions", "Use version 1 again")) { }
        var page = (await root.PageAsync($"/admin/agents/{agent}/versions")).Body!.TextContent;
        Assert.Contains("The provider of version 1 is gone, so nothing was changed.", page, StringComparison.Ordinal);
        Assert.Contains("one that is gone", page, StringComparison.Ordinal);
        using var chosen = await root.SubmitAsync("/admin/agents/edit", [("Form.Name", "Late"), ("Form.Provider", provider)]);
        Assert.Equal("This provider is gone. Choose another one.", (await chosen.ReadPageAsync()).GetElementById("Form_Provider-error")!.TextContent);
    }

    [Fact]
    public async Task Second_of_two_admins_is_told_and_overwrites_nothing()
    {
        var root = await portal.SignedInAsOwner();
        var provider = await portal.EnterAsync("Pair");
        var edit = $"/admin/providers/edit/{provider}";
        var version = ProviderPortal.VersionIn(await root.PageAsync(edit));
        using (await root.SubmitAsync(edit, [("Form.StreamTimeoutSeconds", "30")])) { }
        using var refused = await root.SubmitAsync(edit, [("Form.Version", version), ("Form.StreamTimeoutSeconds", "90")]);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await refused.ReadPageAsync();
        Assert.Contains("a wait of 30 s", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("90", page.QuerySelector("#Form_StreamTimeoutSeconds")!.GetAttribute("value"));
        Assert.Equal(30, await TimeoutAsync(provider));
        using (await root.SubmitAsync(edit, [("Form.Version", ProviderPortal.VersionIn(page)), ("Form.StreamTimeoutSeconds", "90")])) { }
        Assert.Equal(90, await TimeoutAsync(provider));
    }

    [Fact]
    public async Task Model_without_tools_and_system_messages_is_sent_neither_and_no_more_than_it_can_take()
    {
        var provider = await portal.EnterAsync("Plain", fields:
            [("Form.Models[0].Name", "tide-plain"), ("Form.Models[0].ContextLength", "1024"), ("Form.Models[0].Tools", "false"), ("Form.Models[0].SystemRole", "false")]);
        var agent = await portal.AgentAsync("Simple", provider, ("Form.Tools", "calculator"));
        using var ada = await portal.KeyOf("ada");
        var answer = await ProviderPortal.AskAsync(ada, agent, string.Join(' ', Enumerable.Repeat("word", 700)));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sent = portal.Provider.Requests.Select(r => r.Body).First(b => b.GetProperty("model").GetString() == "tide-plain");
        Assert.False(sent.TryGetProperty("tools", out _));
        var message = Assert.Single(sent.GetProperty("messages").EnumerateArray());
        Assert.Equal("user", message.GetProperty("role").GetString());
        Assert.StartsWith("Be brief.\n\n", message.GetProperty("content").GetString(), StringComparison.Ordinal);
        // 1024 tokens hold question and answer.
        Assert.InRange(message.GetProperty("content").GetString()!.Split(' ').Length, 300, 524);
    }

    [Fact]
    public async Task Agent_has_to_name_a_model_where_its_provider_lists_none()
    {
        var provider = await portal.EnterAsync("Empty", fields: ("Form.Models[0].Name", ""));
        using var refused = await (await portal.SignedInAsOwner()).SubmitAsync("/admin/agents/edit", [("Form.Name", "Nameless"), ("Form.Provider", provider)]);
        Assert.Equal("Empty lists no models yet: say which one.", (await refused.ReadPageAsync()).GetElementById("Form_Model-error")!.TextContent);
    }

    [Theory]
    [InlineData("Form.Endpoint", "ftp://example.org/v1", "Say a full http or https address, such as https://api.openai.com/v1.")]
    [InlineData("Form.Endpoint", "https://me:word@example.org/v1", "An address holds no name and password. Put the key in its own field.")]
    [InlineData("Form.Endpoint", "https://example.org/v1?key=1", "The address ends before any ? or #.")]
    [InlineData("Form.Key", "two words", "A key has no spaces, and no letters beyond ASCII.")]
    [InlineData("Form.Headers", "no colon", "Write one header a line, such as X-Team: blue.")]
    [InlineData("Form.Headers", "Host: evil", "The header Host is made by the portal itself.")]
    [InlineData("Form.Name", "", "Give the provider a name.")]
    public async Task Form_says_at_the_field_what_is_wrong_and_keeps_the_rest(string field, string value, string problem)
    {
        using var refused = await (await portal.SignedInAsOwner()).SubmitAsync(
            "/admin/providers/edit",
            ProviderPortal.Instead([("Form.Name", "Kept"), ("Form.Endpoint", "https://example.org/v1"), ("Form.StreamTimeoutSeconds", "77")], (field, value)));
        var page = await refused.ReadPageAsync();
        Assert.Equal(problem, page.GetElementById(field.Replace('.', '_') + "-error")!.TextContent);
        Assert.Equal("77", page.QuerySelector("#Form_StreamTimeoutSeconds")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Kind_fills_in_the_address_without_script()
    {
        var root = await portal.SignedInAsOwner();
        var page = await root.PageAsync("/admin/providers/edit");
        var groq = page.QuerySelectorAll("nav a").Single(a => a.TextContent == "Groq").GetAttribute("href")!;
        Assert.Equal("https://api.groq.com/openai/v1", (await root.PageAsync(groq)).QuerySelector("#Form_Endpoint")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Member_reaches_none_of_it()
    {
        var provider = await portal.EnterAsync("Closed");
        var member = await portal.SignedInAs("mallory");
        var token = (await member.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        string[] pages = ["/admin/providers", $"/admin/providers/edit/{provider}", "/admin/providers/edit"];
        foreach (var path in pages.Concat(Handlers.Select(handler => $"/admin/providers?handler={handler}&id={provider}")))
        {
            using var body = new FormUrlEncodedContent([
                new("__RequestVerificationToken", token), new("Form.Name", "Mine"), new("Form.Endpoint", "http://127.0.0.1:9"), new("Form.StreamTimeoutSeconds", "1"), new("Form.Version", "1")]);
            Assert.Equal(HttpStatusCode.Forbidden, (await member.PostAsync(path, body)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync(path)).StatusCode);
        }

        Assert.True(await portal.Database.ReadAsync<bool>("SELECT enabled AND version = 1 FROM app.providers WHERE id = $1::uuid", provider));
        using var nobody = portal.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync("/admin/providers")).StatusCode);
        // Nor does the web's own role, whatever it is made to ask.
        await using var session = await portal.Database.AsAsync(await portal.IdOf("root"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => session.RunAsync("SELECT * FROM app.providers"));
    }

    private Task<int> TimeoutAsync(string provider) =>
        portal.Database.ReadAsync<int>("SELECT stream_timeout_seconds FROM app.providers WHERE id = $1::uuid", provider);
}
