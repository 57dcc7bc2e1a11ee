using System.Net;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Http.Retention;

public sealed class HoldTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task What_is_held_survives_window_and_sweep_and_its_owner_and_goes_after_the_release()
    {
        var admin = await portal.SignedInAsOwner();
        var person = await portal.Database.AddPersonAsync("held");
        var conversation = await portal.Database.AddConversationAsync(person);
        await PlaceAsync(admin, conversation.ToString());

        for (var i = 0; i < 60; i++) await portal.Database.AddMessageAsync(person, conversation);
        await portal.Database.RunAsync("UPDATE app.retention_policies SET window_action = 'delete'");
        for (var i = 0; i < 10; i++) await portal.Database.AddMessageAsync(person, conversation);
        Assert.Equal((30, 70), (
            await portal.Database.ReadAsync<int>("SELECT message_count FROM app.conversations WHERE id = $1", conversation),
            await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE conversation_id = $1", conversation)));

        await portal.Database.RunAsync("UPDATE app.conversations SET active_at = now() - interval '90 days', noticed_at = now() - interval '9 days', expires_at = now() - interval '2 days' WHERE id = $1", conversation);
        await SweepAsync();
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT deleted_at IS NULL FROM app.conversations WHERE id = $1", conversation));

        await using (var session = await portal.Database.AsAsync(person))
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => session.RunAsync("DELETE FROM app.conversations WHERE id = $1", conversation));
            Assert.Equal("on_hold", refused.ConstraintName);
        }

        await ReleaseAsync(admin, conversation.ToString());
        await portal.Database.RunAsync("UPDATE app.retention_policies SET trash_days = 0");
        await SweepAsync();
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE id = $1", conversation));
        await portal.Database.RunAsync("UPDATE app.retention_policies SET trash_days = 7");
    }

    [Fact]
    public async Task Account_with_something_on_hold_is_closed_and_goes_when_the_last_hold_is_released()
    {
        var admin = await portal.SignedInAsOwner();
        var browser = await portal.SignedInAs("clara");
        using var program = await portal.KeyOf("clara");
        var id = await portal.IdOf("clara");
        var held = await portal.Database.AddConversationAsync(id);
        var free = await portal.Database.AddConversationAsync(id);
        await portal.Database.AddMessageAsync(id, held);
        await portal.Database.AddMessageAsync(id, free);
        await PlaceAsync(admin, held.ToString());

        using var answer = await browser.SubmitAsync("/account/delete", [("Password", Portal.Password)]);
        Assert.Equal("/account/closed", answer.Headers.Location?.OriginalString);
        Assert.Contains("Your account is closed", await browser.GetStringAsync("/account/closed"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/agents")).StatusCode);
        using var login = await portal.Client().SubmitAsync("/account/login", [("Email", "clara@example.org"), ("Password", Portal.Password)]);
        Assert.Contains("The email or the password is wrong.", (await login.ReadPageAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("conversations", id));
        Assert.Equal(1, await CountAsync("messages", id));
        Assert.Equal(0, await CountAsync("api_keys", id));
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT closed_at IS NOT NULL AND password_hash IS NULL AND email = 'clara@example.org' FROM app.users WHERE id = $1", id));
        Assert.Equal([free], await portal.Database.ReadAsync<Guid[]>("SELECT conversations FROM app.receipts WHERE owner_id = $1 AND cause = 'account' AND conversations <> '{}'", id));
        Assert.True(await portal.Database.ReadAsync<bool>(
            "SELECT target_kind = 'user' AND detail ->> 'attempt' = 'account.delete' AND actor_id = $1 FROM app.audit_log WHERE action = 'hold.prevented' AND target_id = $1::text", id));
        Assert.Contains("closed, on hold", (await admin.PageAsync("/admin/users?search=clara")).QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);

        // The email is free.
        await portal.Client().RegisterAsync("clara@example.org", Portal.Password);
        Assert.NotEqual(id, Guid.Parse(await portal.Database.ReadAsync<string>("SELECT id::text FROM app.users WHERE email = 'clara@example.org' AND closed_at IS NULL")));

        await ReleaseAsync(admin, held.ToString());
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.users WHERE id = $1", id));
        Assert.Equal(0, await CountAsync("conversations", id));
        Assert.Equal(2, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.receipts WHERE owner_id = $1 AND cause = 'account' AND conversations <> '{}'", id));
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.receipts WHERE owner_id = $1 AND counts ? 'users'", id));
    }

    [Fact]
    public async Task Closed_account_whose_hold_ended_without_the_app_is_removed_by_itself()
    {
        var admin = await portal.SignedInAsOwner();
        var browser = await portal.SignedInAs("nora");
        var id = await portal.IdOf("nora");
        var held = await portal.Database.AddConversationAsync(id);
        await PlaceAsync(admin, held.ToString());
        using var answer = await browser.SubmitAsync("/account/delete", [("Password", Portal.Password)]);
        await FindClosedAccountsAsync();
        Assert.Equal(1, await CountAsync("conversations", id));
        await portal.Database.RunAsync("UPDATE app.holds SET released_at = now() WHERE conversation_id = $1", held);
        await FindClosedAccountsAsync();
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.users WHERE id = $1", id) == 0);
        Assert.Equal(0, await CountAsync("conversations", id));
    }

    [Fact]
    public async Task Hold_on_a_person_keeps_what_begins_later_too()
    {
        var admin = await portal.SignedInAsOwner();
        await portal.SignedInAs("hugo");
        await PlaceAsync(admin, "Hugo@example.org");
        var id = await portal.IdOf("hugo");
        var later = await portal.Database.AddConversationAsync(id);
        await Assert.ThrowsAsync<PostgresException>(() => portal.Database.RunAsync("DELETE FROM app.conversations WHERE id = $1", later));
        await Assert.ThrowsAsync<PostgresException>(() => portal.Database.RunAsync("DELETE FROM app.users WHERE id = $1", id));
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.audit_log WHERE action = 'hold.placed' AND target_id = $1::text", id));
        await ReleaseAsync(admin, "hugo@example.org");
        Assert.Equal(1, await portal.Database.RunAsync("DELETE FROM app.conversations WHERE id = $1", later));
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.audit_log WHERE action = 'hold.released' AND target_id = $1::text", id));
    }

    [Fact]
    public async Task Account_of_a_held_person_is_closed_whatever_is_in_it_and_each_release_lets_go_what_nothing_else_keeps()
    {
        var admin = await portal.SignedInAsOwner();
        var browser = await portal.SignedInAs("ines");
        var id = await portal.IdOf("ines");
        var (kept, other) = (await portal.Database.AddConversationAsync(id), await portal.Database.AddConversationAsync(id));
        await PlaceAsync(admin, "ines@example.org");
        await PlaceAsync(admin, kept.ToString());
        using var answer = await browser.SubmitAsync("/account/delete", [("Password", Portal.Password)]);
        Assert.Equal("/account/closed", answer.Headers.Location?.OriginalString);
        Assert.Equal(2, await CountAsync("conversations", id));

        await ReleaseAsync(admin, "ines@example.org");
        Assert.Equal([kept], await portal.Database.ReadAsync<Guid[]>("SELECT array_agg(id) FROM app.conversations WHERE owner_id = $1", id));
        Assert.Equal([other], await portal.Database.ReadAsync<Guid[]>("SELECT conversations FROM app.receipts WHERE owner_id = $1 AND cause = 'account' AND conversations <> '{}'", id));
        await ReleaseAsync(admin, kept.ToString());
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.users WHERE id = $1", id));
    }

    [Fact]
    public async Task Ordinary_account_deletion_leaves_receipts()
    {
        var browser = await portal.SignedInAs("dora");
        var id = await portal.IdOf("dora");
        var conversation = await portal.Database.FillAsync(id);
        using var answer = await browser.SubmitAsync("/account/delete", [("Password", Portal.Password)]);
        Assert.Equal("/account/register", answer.Headers.Location?.OriginalString);
        Assert.True(await portal.Database.ReadAsync<bool>("SELECT conversations @> ARRAY[$2] AND counts -> 'messages' ->> 'rows' <> '0' FROM app.receipts WHERE owner_id = $1 AND cause = 'account' AND conversations <> '{}'", id, conversation));
        Assert.Equal("1", await portal.Database.ReadAsync<string>("SELECT counts -> 'users' ->> 'rows' FROM app.receipts WHERE owner_id = $1 AND counts ? 'users'", id));
    }

    [Theory]
    [InlineData("nobody@example.org", "On-error", "There is no account with this email, and no conversation with this id.")]
    [InlineData("", "On-error", "Say whose conversations, or which one.")]
    public async Task Hold_on_nothing_is_refused(string on, string place, string message)
    {
        var admin = await portal.SignedInAsOwner();
        using var answer = await admin.SubmitAsync("/admin/holds", [("On", on), ("Reason", "Because")]);
        Assert.Equal(message, (await answer.ReadPageAsync()).GetElementById(place)?.TextContent);
    }

    private static async Task PlaceAsync(HttpClient admin, string on)
    {
        using var answer = await admin.SubmitAsync("/admin/holds", [("On", on), ("Reason", $"Case of {on}")]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task ReleaseAsync(HttpClient admin, string on)
    {
        var hold = await portal.Database.ReadAsync<string>("SELECT id::text FROM app.holds WHERE lower(reason) = lower($1)", $"Case of {on}");
        using var answer = await admin.SubmitAsync($"/admin/holds/{hold}/release", []);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var again = await admin.GetAsync($"/admin/holds/{hold}/release");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    private async Task FindClosedAccountsAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ClosedAccounts>().FindAsync(default);
    }

    private async Task SweepAsync()
    {
        while (await portal.Database.ReadAsync<int>("SELECT handled FROM app.sweep('schedule', 100)") > 0) { }
    }

    private Task<int> CountAsync(string table, Guid owner) => portal.Database.ReadAsync<int>($"SELECT count(*) FROM app.{table} WHERE owner_id = $1", owner);
}
