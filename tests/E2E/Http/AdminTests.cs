using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class AdminTests(Portal portal) : IClassFixture<Portal>
{
    private const string DefaultAgent = "/admin/agents/edit/01900000-0000-7000-8000-0000000000a1";

    [Theory]
    [InlineData("/admin/users")]
    [InlineData("/admin/agents")]
    [InlineData("/admin/agents/edit")]
    [InlineData(DefaultAgent)]
    [InlineData("/admin/agents/01900000-0000-7000-8000-0000000000a1/versions")]
    [InlineData("/admin/retention")]
    [InlineData("/admin/storage")]
    [InlineData("/admin/retention/system")]
    [InlineData("/admin/retention/organisations/01900000-0000-7000-8000-000000000001")]
    [InlineData("/admin/retention/agents/01900000-0000-7000-8000-0000000000a1")]
    [InlineData("/admin/holds")]
    [InlineData("/admin/exports")]
    [InlineData("/admin/audit")]
    [InlineData("/admin/cleanup")]
    [InlineData("/admin/receipts")]
    public async Task Admin_pages_are_for_admins(string path)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await portal.Client().GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await portal.SignedInAsOwner()).GetAsync(path)).StatusCode);
        using var refused = await (await portal.SignedInAs("max")).GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("This is for admins", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_cannot_suspend_by_sending_the_form_by_hand()
    {
        var member = await portal.SignedInAs("mallory");
        await portal.SignedInAs("victim");
        var token = (await member.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await member.PostAsync($"/admin/users?handler=Suspend&id={await portal.IdOf("victim")}", body);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(await IsActiveAsync("victim"));
    }

    [Fact]
    public async Task Suspension_ends_sessions_and_keys_at_once_and_restoring_brings_the_keys_back()
    {
        var person = await portal.SignedInAs("sue");
        using var program = await portal.KeyOf("sue");
        var owner = await portal.SignedInAsOwner();

        await DoneAsync(owner.PressAsync("/admin/users?search=sue", "Suspend sue@example.org"));

        Assert.Equal(HttpStatusCode.Redirect, (await person.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/agents")).StatusCode);
        using var login = await portal.Client().SubmitAsync("/account/login", [("Email", "sue@example.org"), ("Password", Portal.Password)]);
        Assert.Contains("This account is suspended", (await login.ReadPageAsync()).Body!.TextContent, StringComparison.Ordinal);

        await DoneAsync(owner.PressAsync("/admin/users?search=sue", "Restore sue@example.org"));

        Assert.Equal(HttpStatusCode.Redirect, (await person.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/agents")).StatusCode);
        await portal.Client().LogInAsync("sue@example.org", Portal.Password);
    }

    [Fact]
    public async Task Promotion_and_demotion_count_from_the_next_request_on()
    {
        var person = await portal.SignedInAs("pat");
        var owner = await portal.SignedInAsOwner();
        await DoneAsync(owner.PressAsync("/admin/users?search=pat", "Make admin: pat@example.org"));
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/admin/users")).StatusCode);
        await DoneAsync(owner.PressAsync("/admin/users?search=pat", "Make member: pat@example.org"));
        Assert.Equal(HttpStatusCode.Forbidden, (await person.GetAsync("/admin/users")).StatusCode);
    }

    [Fact]
    public async Task Last_owner_stays_owner()
    {
        var owner = await portal.SignedInAsOwner();
        using var answer = await owner.PressAsync("/admin/users?search=root", "Make member: root@example.org");
        Assert.Contains("This is the last owner", await owner.GetStringAsync("/admin/users"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/admin/users")).StatusCode);
    }

    [Fact]
    public async Task Admin_decides_about_members_but_not_about_owners()
    {
        var owner = await portal.SignedInAsOwner();
        var admin = await portal.SignedInAs("adm");
        await DoneAsync(owner.PressAsync("/admin/users?search=adm@", "Make admin: adm@example.org"));
        var token = (await admin.PageAsync("/admin/holds")).QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        foreach (var question in new[] { $"handler=Suspend&id={await portal.IdOf("root")}", $"handler=Role&role=Owner&id={await portal.IdOf("adm")}" })
        {
            using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            using var answer = await admin.PostAsync("/admin/users?" + question, body);
            Assert.Contains("Only an owner decides about owners.", await admin.GetStringAsync("/admin/users"), StringComparison.Ordinal);
        }

        Assert.True(await IsActiveAsync("root"));
        Assert.Equal("admin", await portal.Database.ReadAsync<string>(
            "SELECT role FROM app.organisation_members WHERE user_id = $1", await portal.IdOf("adm")));
    }

    [Fact]
    public async Task Users_are_paged_without_gap_or_repeat()
    {
        for (var i = 0; i < 60; i++) await portal.Database.AddPersonAsync($"many{i:00}");
        var owner = await portal.SignedInAsOwner();
        var seen = new List<string>();
        for (var path = "/admin/users?search=many"; path is not null;)
        {
            var page = await owner.PageAsync(path);
            seen.AddRange(page.QuerySelectorAll("tbody th").Select(cell => cell.TextContent));
            path = page.QuerySelector("p > a.button")?.GetAttribute("href");
        }

        Assert.Equal(60, seen.Count);
        Assert.Equal(60, seen.Distinct().Count());
    }

    [Fact]
    public async Task Agent_is_made_edited_retired_and_offered_again()
    {
        var owner = await portal.SignedInAsOwner();
        await DoneAsync(owner.SubmitAsync("/admin/agents/edit",
        [
            ("Form.Name", "Poet"), ("Form.SystemPrompt", "Answer in verse."), ("Form.Temperature", "0.7"),
            ("Form.MaxAnswerTokens", "500"), ("Form.Tools", "current_time"), ("Form.Tools", "calculator"),
        ]));
        var id = Guid.Parse(await portal.Database.ReadAsync<string>("SELECT id::text FROM app.agents WHERE name = 'Poet'"));
        var edit = $"/admin/agents/edit/{id}";
        var page = await owner.PageAsync(edit);
        Assert.Equal("0.7", page.QuerySelector("#Form_Temperature")!.GetAttribute("value"));
        Assert.Equal(["current_time", "calculator"], page.QuerySelectorAll("input[name='Form.Tools'][checked]").Select(i => i.GetAttribute("value")));

        await DoneAsync(owner.SubmitAsync(edit, [("Form.Name", "Bard")]));
        Assert.Equal("Answer in verse.", await portal.Database.ReadAsync<string>("SELECT system_prompt FROM app.agents WHERE name = 'Bard'"));
        await DoneAsync(owner.PressAsync("/admin/agents", "Retire Bard"));
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT retired_at IS NOT NULL FROM app.agents WHERE id = $1", id));
        await DoneAsync(owner.PressAsync("/admin/agents", "Offer again: Bard"));
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT retired_at IS NULL FROM app.agents WHERE id = $1", id));
    }

    [Theory]
    [InlineData("Form.Name", "  ", "Form_Name-error", "Give the agent a name.")]
    [InlineData("Form.Temperature", "2.5", "Form_Temperature-error", "The temperature lies between 0 and 2.")]
    [InlineData("Form.MaxAnswerTokens", "0", "Form_MaxAnswerTokens-error", "The longest answer lies between 1 and 200,000 tokens.")]
    [InlineData("Form.ContextBudget", "10", "Form_ContextBudget-error", "The budget lies between 256 and 2,000,000 tokens.")]
    [InlineData("Form.Tools", "shell", "Form_Tools-error", "Choose among the tools below.")]
    public async Task Agent_form_says_at_the_field_what_is_wrong(string field, string value, string place, string message)
    {
        var owner = await portal.SignedInAsOwner();
        using var answer = await owner.SubmitAsync(DefaultAgent, [(field, value)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(message, (await answer.ReadPageAsync()).GetElementById(place)?.TextContent);
    }

    [Fact]
    public async Task Smaller_window_applies_to_conversations_that_are_there()
    {
        var owner = await portal.SignedInAsOwner();
        var person = await portal.Database.AddPersonAsync("window");
        var conversation = await portal.Database.AddConversationAsync(person);
        for (var i = 0; i < 12; i++) await portal.Database.AddMessageAsync(person, conversation);

        await DoneAsync(owner.SavePolicyAsync("/admin/retention/system", ("Fields[window_messages].Choice", "number"), ("Fields[window_messages].Number", "5")));
        Assert.Equal(5, await portal.Database.ReadAsync<int>("SELECT message_count FROM app.conversations WHERE id = $1", conversation));

        await DoneAsync(owner.SavePolicyAsync("/admin/retention/system", ("Fields[window_messages].Choice", "0")));
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT window_messages = 0 AND NOT follows_settings FROM app.retention_policies WHERE scope = 'system'"));
        await DoneAsync(owner.SavePolicyAsync("/admin/retention/system", ("UsesAppSettings", "true")));
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT window_messages = 30 AND follows_settings FROM app.retention_policies WHERE scope = 'system'"));
    }

    [Fact]
    public async Task Window_of_one_message_is_refused_at_its_field()
    {
        var owner = await portal.SignedInAsOwner();
        using var answer = await owner.SubmitAsync("/admin/retention/system", [("Fields[window_messages].Choice", "number"), ("Fields[window_messages].Number", "1")]);
        Assert.Equal("Say a whole number from 2 to 100,000.", (await answer.ReadPageAsync()).GetElementById("window_messages-error")?.TextContent);
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private Task<bool> IsActiveAsync(string name) =>
        portal.Database.ReadAsync<bool>("SELECT suspended_at IS NULL FROM app.users WHERE email = $1", Portal.EmailOf(name));
}
