using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>What a person may hold: told at the soft quota, refused at the hard one, and never locked out of what is there.</summary>
public sealed class QuotaTests(Portal portal) : IClassFixture<Portal>, IAsyncLifetime
{
    public Task InitializeAsync() => SetAsync(soft: 2, hard: 5);

    public Task DisposeAsync() => SetAsync(soft: 0, hard: 0);

    [Fact]
    public async Task Send_over_the_hard_quota_is_refused_and_the_rest_goes_on()
    {
        using var ada = await portal.KeyOf("ada");
        var conversation = (await ada.ChatAsync("Hello", key: "first")).Text("conversation_id")!;
        await HoldAsync("ada", 5_000_000);
        var before = await MessagesAsync("ada");

        foreach (var refused in new[] { await ada.ChatAsync("More", conversation), await ada.ChatAsync("Something new") })
        {
            Assert.Equal((HttpStatusCode.Conflict, "quota_exceeded"), (refused.Status, refused.Text("code")));
            Assert.Contains("5 MB are allowed", refused.Text("detail"), StringComparison.Ordinal);
        }

        Assert.Equal(before, await MessagesAsync("ada"));
        Assert.Equal(HttpStatusCode.OK, (await ada.ChatAsync("Hello", key: "first")).Status);
        Assert.Equal(2, (await ada.MessagesOf(conversation)).Count);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/conversations/{conversation}")).Status);
        await HoldAsync("ada", -5_000_000);
        Assert.Equal(HttpStatusCode.OK, (await ada.ChatAsync("There is room again")).Status);
    }

    [Fact]
    public async Task Refused_text_is_kept_in_the_form_without_script_and_said_why_with_it()
    {
        var ben = await portal.SignedInAs("ben");
        using (var sent = await ben.SubmitAsync("/chat/new", [("message", "Hello")], "form#composer")) Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        await HoldAsync("ben", 6_000_000);
        using var answer = await ben.SubmitAsync("/chat/new", [("message", "Do not lose this")], "form#composer");
        var page = await answer.ReadPageAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Delete or archive some", page.QuerySelector("#composer-problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Do not lose this", page.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Contains("new messages are refused", page.QuerySelector("#quota")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_is_not_edited_or_answered_anew_over_the_hard_quota()
    {
        var cleo = await portal.SignedInAs("cleo");
        using var key = await portal.KeyOf("cleo");
        var conversation = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        await HoldAsync("cleo", 5_000_000);
        using var edited = await cleo.SubmitAsync($"/chat/{conversation}/messages/1/edit", [("text", "Edited")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, edited.StatusCode);
        Assert.Equal("Hello", (await key.MessagesOf(conversation))[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task Soft_quota_is_told_in_the_chat_and_refuses_nothing()
    {
        var dora = await portal.SignedInAs("dora");
        using var key = await portal.KeyOf("dora");
        var conversation = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        Assert.Equal("", (await dora.PageAsync($"/chat/{conversation}")).QuerySelector("#quota")!.TextContent.Trim());
        await HoldAsync("dora", 2_500_000);
        foreach (var path in new[] { $"/chat/{conversation}", "/chat/new" })
        {
            var notice = (await dora.PageAsync(path)).QuerySelector("#quota")!.TextContent;
            Assert.Contains("take 2.5 MB; at 5 MB new messages are refused", notice, StringComparison.Ordinal);
            Assert.Contains("Delete, export or archive", notice, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await key.ChatAsync("Goes through", conversation)).Status);
    }

    [Fact]
    public async Task What_others_hold_does_not_count()
    {
        using var eve = await portal.KeyOf("eve");
        await eve.ChatAsync("Hello");
        await HoldAsync("eve", 9_000_000);
        using var fay = await portal.KeyOf("fay");
        Assert.Equal(HttpStatusCode.OK, (await fay.ChatAsync("Hello")).Status);
    }

    private Task<int> SetAsync(int soft, int hard) => portal.Database.RunAsync(
        "UPDATE app.retention_policies SET quota_soft_megabytes = $1, quota_hard_megabytes = $2 WHERE scope = 'system'", soft, hard);

    private async Task HoldAsync(string name, long bytes)
    {
        await portal.Database.RunAsync(
            "INSERT INTO app.ledger_entries (owner_id, agent_id, bytes) VALUES ($1, $2, $3)", await portal.IdOf(name), OwnerTables.DefaultAgent, bytes);
        await Until.TrueAsync(async () =>
            await portal.Database.ReadAsync<int>("SELECT app.fold_ledger()") == 0
            && await portal.Database.ReadAsync<long>("SELECT count(*) FROM app.ledger_entries WHERE abs(bytes) > 1000000") == 0);
    }

    private async Task<long> MessagesAsync(string name) =>
        await portal.Database.ReadAsync<long>("SELECT count(*) FROM app.messages WHERE owner_id = $1", await portal.IdOf(name));
}
