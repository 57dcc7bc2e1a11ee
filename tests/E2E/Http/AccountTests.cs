using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class AccountTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task First_account_owns_the_organisation_and_later_ones_are_members()
    {
        await portal.SignedInAs("fay");
        Assert.Equal("owner", await RoleOfAsync("root"));
        Assert.Equal("member", await RoleOfAsync("fay"));
    }

    [Fact]
    public async Task Registering_signs_in_and_goes_to_the_chat()
    {
        var client = portal.Client();
        using var answer = await client.SubmitAsync("/account/register",
            [("Email", "gil@example.org"), ("Password", Portal.Password), ("ConfirmPassword", Portal.Password)]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/chat", answer.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account")).StatusCode);
    }

    [Theory]
    [InlineData("no-email", "long enough", "long enough", "This is not an email address.")]
    [InlineData("hal@example.org", "short", "short", "Passwords must be at least 8 characters.")]
    [InlineData("hal@example.org", "long enough", "long enouhg", "The two passwords differ.")]
    [InlineData("ROOT@example.org", "long enough", "long enough", "There is an account with this email already.")]
    public async Task Registration_says_what_is_wrong(string email, string password, string again, string message)
    {
        using var answer = await portal.Client().SubmitAsync("/account/register",
            [("Email", email), ("Password", password), ("ConfirmPassword", again)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(message, (await answer.ReadPageAsync()).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_registering_the_same_email_at_once_make_one_account()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => portal.Client().SubmitAsync("/account/register",
            [("Email", "ivy@example.org"), ("Password", Portal.Password), ("ConfirmPassword", Portal.Password)])));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Redirect));
        Assert.All(answers, a => Assert.True((int)a.StatusCode < 400));
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.users WHERE email = 'ivy@example.org'"));
    }

    [Fact]
    public async Task Wrong_password_and_unknown_email_read_the_same()
    {
        await portal.SignedInAs("jon");
        var wrong = await LoginTextAsync(Portal.EmailOf("jon"), "not the password");
        var unknown = await LoginTextAsync("nobody@example.org", "not the password");
        Assert.Contains("The email or the password is wrong.", wrong, StringComparison.Ordinal);
        Assert.Contains("The email or the password is wrong.", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifth_wrong_password_locks_the_account_even_for_the_right_one()
    {
        await portal.SignedInAs("kim");
        for (var i = 0; i < 5; i++) await LoginTextAsync(Portal.EmailOf("kim"), "not the password");
        Assert.Contains("Too many wrong passwords", await LoginTextAsync(Portal.EmailOf("kim"), Portal.Password), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account/keys", "/account/keys")]
    [InlineData("https://evil.example/", "/chat")]
    [InlineData("//evil.example/", "/chat")]
    [InlineData("/\\evil.example/", "/chat")]
    [InlineData("javascript:alert(1)", "/chat")]
    public async Task Signing_in_goes_on_to_pages_of_ours_only(string returnUrl, string goesTo)
    {
        await portal.SignedInAs("leo");
        using var answer = await portal.Client().SubmitAsync("/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl),
            [("Email", Portal.EmailOf("leo")), ("Password", Portal.Password)]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(goesTo, answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Page_without_a_session_leads_to_signing_in_and_back()
    {
        using var answer = await portal.Client().GetAsync("/account/keys?x=1");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/login?returnUrl=%2Faccount%2Fkeys%3Fx%3D1", answer.Headers.Location?.PathAndQuery());
    }

    [Fact]
    public async Task Htmx_without_a_session_gets_401_and_an_event_and_leaves_the_page_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/keys");
        request.Headers.Add("HX-Request", "true");
        using var answer = await portal.Client().SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("session-ended", answer.Headers.GetValues("HX-Trigger").Single());
        Assert.Equal("none", answer.Headers.GetValues("HX-Reswap").Single());
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_clears_what_the_browser_keeps()
    {
        var client = await portal.SignedInAs("mia");
        using var answer = await client.PressAsync("/account", "Sign out");
        Assert.Contains("\"storage\"", answer.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Changed_password_ends_other_sessions_and_keeps_this_one()
    {
        var here = await portal.SignedInAs("ned");
        var elsewhere = await portal.SignedInAs("ned");
        using var answer = await here.SubmitAsync("/account/password",
            [("CurrentPassword", Portal.Password), ("NewPassword", "another long one"), ("ConfirmPassword", "another long one")]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/account")).StatusCode);
        await portal.Client().LogInAsync(Portal.EmailOf("ned"), "another long one");
    }

    [Fact]
    public async Task Password_is_not_changed_without_the_current_one()
    {
        var client = await portal.SignedInAs("oda");
        using var answer = await client.SubmitAsync("/account/password",
            [("CurrentPassword", "a guess"), ("NewPassword", "another long one"), ("ConfirmPassword", "another long one")]);
        Assert.Contains("This is not your password.", (await answer.ReadPageAsync()).Body!.TextContent, StringComparison.Ordinal);
        await portal.Client().LogInAsync(Portal.EmailOf("oda"), Portal.Password);
    }

    [Fact]
    public async Task Deleted_account_leaves_no_row_behind()
    {
        var client = await portal.SignedInAs("pia");
        await client.MakeKeyAsync();
        var id = await portal.IdOf("pia");
        await portal.Database.FillAsync(id);

        using var wrong = await client.SubmitAsync("/account/delete", [("Password", "a guess")]);
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using var answer = await client.SubmitAsync("/account/delete", [("Password", Portal.Password)]);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/account")).StatusCode);
        // Receipts, and the ledger that takes what was removed out of the sums, are about the account and outlive it.
        foreach (var (table, column) in OwnerTables.All.Where(t => t.Table is not ("receipts" or "holds" or "ledger_entries" or "usage")))
            Assert.Equal(0, await portal.Database.ReadAsync<int>($"SELECT count(*) FROM app.{table} WHERE {column} = $1", id));
    }

    [Fact]
    public async Task Only_owner_cannot_leave_the_others_alone()
    {
        await portal.SignedInAs("qin");
        var owner = await portal.SignedInAsOwner();
        using var answer = await owner.SubmitAsync("/account/delete", [("Password", Portal.Password)]);
        Assert.Contains("You are the only owner", (await answer.ReadPageAsync()).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_without_its_token_changes_nothing()
    {
        using var body = new FormUrlEncodedContent([new("Email", "rex@example.org"), new("Password", Portal.Password), new("ConfirmPassword", Portal.Password)]);
        using var answer = await portal.Client().PostAsync("/account/register", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("That was not accepted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.users WHERE email = 'rex@example.org'"));
    }

    private async Task<string> LoginTextAsync(string email, string password)
    {
        using var answer = await portal.Client().SubmitAsync("/account/login", [("Email", email), ("Password", password)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.ReadPageAsync()).Body!.TextContent;
    }

    private Task<string> RoleOfAsync(string name) => portal.Database.ReadAsync<string>(
        "SELECT role FROM app.organisation_members JOIN app.users ON id = user_id WHERE email = $1", Portal.EmailOf(name));
}
