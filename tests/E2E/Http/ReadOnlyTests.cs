using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Work.Queries;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>An admin stops writing, on all instances, and lets people write again.</summary>
public sealed class ReadOnlyTests(Portal portal) : IClassFixture<Portal>, IAsyncLifetime
{
    private const string Why = "Moving to a larger server until 18:00 – \"really\".";

    private HttpClient admin = null!;

    public async Task InitializeAsync() => admin = await portal.SignedInAsOwner();

    public async Task DisposeAsync()
    {
        if (await IsOnAsync()) await SwitchOffAsync();
    }

    [Fact]
    public async Task Pages_are_read_under_a_banner_and_no_get_writes()
    {
        var ada = await portal.SignedInAs("ada");
        var chat = await SendAsync(ada, "Good morning");
        await SwitchOnAsync();
        foreach (var path in new[] { chat, "/chat", "/chat/new", $"{chat}/log", "/account", "/account/keys", "/account/delete", "/conversations" })
            await AssertReadableAsync(ada, path);
        foreach (var path in new[] { "/admin/users", "/admin/agents", "/admin/retention", "/admin/maintenance" }) await AssertReadableAsync(admin, path);
        // An export is sent like a form and writes nothing; this one lacks its token.
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.PostAsync("/conversations/export", null)).StatusCode);
        foreach (var page in new[] { await ada.PageAsync(chat), await admin.PageAsync("/admin/users"), await portal.Client().PageAsync("/account/login") })
            Assert.Contains(Why, page.QuerySelector(".read-only")!.TextContent, StringComparison.Ordinal);
        await SwitchOffAsync();
        Assert.Null((await ada.PageAsync(chat)).QuerySelector(".read-only"));
    }

    [Fact]
    public async Task What_is_sent_is_refused_kindly_and_given_back()
    {
        var bob = await portal.SignedInAs("bob");
        var chat = await SendAsync(bob, "Good morning");
        await SwitchOnAsync();
        var before = await MessagesAsync("bob");
        using var refused = await bob.SubmitAsync(chat, [("message", "My long & careful question")], "form#composer");
        AssertRefused(refused);
        var page = await refused.ReadPageAsync();
        Assert.Contains(Why, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("later", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("My long & careful question", page.QuerySelector("textarea#draft")!.TextContent);
        Assert.Equal(before, await MessagesAsync("bob"));
        await SwitchOffAsync();
        await SendAsync(bob, "My long & careful question");
    }

    [Fact]
    public async Task Htmx_is_answered_with_words_and_leaves_the_page_alone()
    {
        var cyd = await portal.SignedInAs("cyd");
        var chat = await SendAsync(cyd, "Good morning");
        await SwitchOnAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, chat) { Content = new FormUrlEncodedContent([new("message", "Hello")]) };
        request.Headers.Add("HX-Request", "true");
        using var refused = await cyd.SendAsync(request);
        AssertRefused(refused);
        Assert.Equal("none", refused.Headers.GetValues("HX-Reswap").Single());
        Assert.StartsWith(Why, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_reads_and_refuses_to_write_with_a_code()
    {
        using var program = await portal.KeyOf("dan");
        await SwitchOnAsync();
        // By which the key would be noted as used.
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/conversations")).StatusCode);
        Assert.Equal(0, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.api_keys WHERE owner_id = $1 AND last_used_at IS NOT NULL", await portal.IdOf("dan")));
        using var refused = await program.PostAsJsonAsync("/api/agent/chat", new { message = "Hello" });
        AssertRefused(refused);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("read_only", problem.GetProperty("code").GetString());
        Assert.StartsWith(Why, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var deletion = await program.DeleteAsync($"/api/conversations/{Guid.NewGuid()}");
        AssertRefused(deletion);
    }

    [Fact]
    public async Task People_sign_in_and_out_but_do_not_register()
    {
        await portal.SignedInAs("eve");
        await SwitchOnAsync();
        var again = await portal.SignedInAs("eve");
        using var left = await again.SubmitAsync("/account", [], "form[action='/account/logout']");
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        using var refused = await portal.Client().SubmitAsync("/account/register",
            [("Email", "new@example.org"), ("Password", Portal.Password), ("ConfirmPassword", Portal.Password)]);
        AssertRefused(refused);
    }

    [Fact]
    public async Task Other_instances_follow_and_start_in_it()
    {
        await using var other = portal.StartAnother();
        var fay = await portal.SignedInAs("fay");
        await SwitchOnAsync();
        await Until.TrueAsync(async () => (await PostAsync(fay, other)).StatusCode == HttpStatusCode.ServiceUnavailable);
        await using var late = portal.StartAnother();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(fay, late)).StatusCode);
        await SwitchOffAsync();
        await Until.TrueAsync(async () => (await PostAsync(fay, other)).StatusCode != HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Instance_can_start_read_only_and_an_admin_ends_it()
    {
        var gus = await portal.SignedInAs("gus");
        await using var careful = portal.StartAnother(("ReadOnly", "true"), ("ReadOnlyText", "Just restored."));
        using var refused = await PostAsync(gus, careful);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("Just restored.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await SwitchOffAsync();
        await Until.TrueAsync(async () => (await PostAsync(gus, careful)).StatusCode != HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Database_refuses_what_a_request_would_write_all_the_same()
    {
        await portal.SignedInAs("hal");
        await using var scope = portal.Services.CreateAsyncScope();
        var (person, db) = (scope.ServiceProvider.GetRequiredService<CurrentUser>(), scope.ServiceProvider.GetRequiredService<AppDbContext>());
        (person.Id, person.ReadOnly) = (await portal.IdOf("hal"), true);
        await using var transaction = await db.Database.BeginTransactionAsync();
        Assert.Equal(0, await db.Conversations.CountAsync());
        var refused = await Assert.ThrowsAsync<PostgresException>(() => db.Sends.ExecuteDeleteAsync());
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
    }

    [Fact]
    public async Task Background_work_waits()
    {
        await portal.SignedInAs("ivy");
        var owner = await portal.IdOf("ivy");
        var conversation = await portal.Database.AddConversationAsync(owner);
        for (var i = 0; i < 40; i++) await portal.Database.AddMessageAsync(owner, conversation);
        await SwitchOnAsync();
        await portal.Database.RunAsync("""
            INSERT INTO app.jobs (owner_id, kind, subject) VALUES ($1, 'summary', $2)
            """, owner, conversation);
        await portal.Database.RunAsync("""
            INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
            VALUES ($1, $2, 40, $2, 'So far', now(), now() - interval '1 hour', false)
            """, owner, conversation);
        Assert.Null(await Jobs.ClaimAsync(portal.Services.GetRequiredService<MaintenanceDataSource>(), "test", ["summary"], [], Guid.Empty, DateTimeOffset.UtcNow, default));
        Assert.Equal(0, await portal.Services.GetRequiredService<Services.Chat.ReplyRecovery>().RunAsync(TimeSpan.Zero, default));
        Assert.Contains("1;", (await admin.PageAsync("/admin/maintenance")).QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        await SwitchOffAsync();
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<int>(
            "SELECT (SELECT count(*) FROM app.replies WHERE owner_id = $1) + (SELECT count(*) FROM app.jobs WHERE owner_id = $1)", owner) == 0);
    }

    [Fact]
    public async Task Switch_is_for_admins_and_in_the_audit_log()
    {
        var jo = await portal.SignedInAs("jo");
        Assert.Equal(HttpStatusCode.Forbidden, (await jo.GetAsync("/admin/maintenance")).StatusCode);
        var token = (await jo.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("Text", "Ha")]);
        Assert.Equal(HttpStatusCode.Forbidden, (await jo.PostAsync("/admin/maintenance", body)).StatusCode);
        Assert.False(await IsOnAsync());
        await SwitchOnAsync();
        await SwitchOffAsync();
        var owner = await portal.IdOf("root");
        Assert.NotEqual(0, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.audit_log WHERE action = 'read_only.on' AND actor_id = $1 AND detail->>'text' = $2", owner, Why));
        Assert.NotEqual(0, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.audit_log WHERE action = 'read_only.off' AND actor_id = $1", owner));
    }

    private async Task SwitchOnAsync()
    {
        using var done = await admin.SubmitAsync("/admin/maintenance", [("Text", Why)]);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
    }

    private async Task SwitchOffAsync()
    {
        using var done = await admin.PressAsync("/admin/maintenance", "Let people write again");
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
    }

    private Task<bool> IsOnAsync() => portal.Database.ReadAsync<bool>("SELECT read_only FROM app.system_settings");

    private async Task<int> MessagesAsync(string name) =>
        await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE owner_id = $1 AND role = 'user'", await portal.IdOf(name));

    private static Task<HttpResponseMessage> PostAsync(HttpClient person, Instance instance) =>
        person.PostAsync(new Uri(instance.Address, "/chat/new"), new FormUrlEncodedContent([new("message", "Hello")]));

    private static async Task AssertReadableAsync(HttpClient person, string path)
    {
        using var answer = await person.GetAsync(path);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{path} answered {(int)answer.StatusCode}");
    }

    private static async Task<string> SendAsync(HttpClient person, string text)
    {
        using var answer = await person.SubmitAsync("/chat/new", [("message", text)], "form#composer");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('#')[0];
    }

    private static void AssertRefused(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter!.Delta);
    }
}
