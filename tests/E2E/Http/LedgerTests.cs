using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>The counters of the storage monitor are what is there, whatever people do.</summary>
public sealed class LedgerTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Ledger_is_in_step_after_sends_prunes_deletions_and_the_end_of_an_account()
    {
        await portal.Database.RunAsync("UPDATE app.retention_policies SET window_messages = 4, window_action = 'delete' WHERE scope = 'system'");
        using var ada = await portal.KeyOf("ada");
        var talk = (await ada.ChatAsync("Message 0")).Text("conversation_id")!;
        for (var n = 1; n < 12; n++) await ada.ChatAsync($"Message {n}", talk);
        Assert.True(await portal.Database.ReadAsync<long>("SELECT pruned_seq FROM app.conversations WHERE id = $1", Guid.Parse(talk)) > 0);
        await InStepAsync();

        var browser = await portal.SignedInAs("ada");
        var newest = await portal.Database.ReadAsync<int>("SELECT max(seq) FROM app.messages WHERE conversation_id = $1 AND role = 'user'", Guid.Parse(talk));
        using (var edited = await browser.SubmitAsync($"/chat/{talk}/messages/{newest}/edit", [("text", "Said otherwise")]))
            Assert.Equal(HttpStatusCode.Redirect, edited.StatusCode);
        await InStepAsync();

        var gone = (await ada.ChatAsync("Delete me")).Text("conversation_id")!;
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, $"/api/conversations/{gone}")).Status);
        await InStepAsync();
        await portal.Database.RunAsync("""
            SELECT app.remove_conversations(owner_id, ARRAY[id], 'person', 'test', '{}', NULL) FROM app.conversations WHERE deleted_at IS NOT NULL
            """);
        Assert.Equal(0, await portal.Database.ReadAsync<long>("SELECT count(*) FROM app.conversations WHERE id = $1", Guid.Parse(gone)));
        await InStepAsync();

        using var ben = await portal.KeyOf("ben");
        await ben.ChatAsync("Nothing of me is to stay");
        var person = await portal.IdOf("ben");
        using (var left = await (await portal.SignedInAs("ben")).SubmitAsync("/account/delete", [("Password", Portal.Password)]))
            Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        await InStepAsync();
        Assert.Equal(0, await portal.Database.ReadAsync<long>("SELECT count(*) FROM app.usage WHERE owner_id = $1", person));
    }

    [Fact]
    public async Task Worker_folds_the_ledger_by_itself_and_forgets_idle_runs_of_long_ago()
    {
        var (old, busy) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (run, deleted) in new[] { (old, 0), (busy, 1) })
        {
            await portal.Database.RunAsync("""
                INSERT INTO app.cleanup_runs (id, layer, state, started_at, selected, noticed, archived, trashed, deleted, messages, bytes)
                VALUES ($1, 'schedule', 'finished', now() - interval '31 days', 0, 0, 0, 0, $2, 0, 0)
                """, run, deleted);
        }

        var dora = await portal.Database.AddPersonAsync("dora");
        await portal.Database.AddMessageAsync(dora, await portal.Database.AddConversationAsync(dora));
        // An instance that starts does at once what comes again later.
        await using var another = portal.StartAnother();
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<long>("SELECT coalesce(sum(messages), 0)::bigint FROM app.usage WHERE owner_id = $1", dora) == 1);
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.cleanup_runs WHERE id = $1", old) == 0);
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.cleanup_runs WHERE id = $1", busy));
    }

    private async Task InStepAsync()
    {
        // A reply that is just ending is neither here nor there.
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<long>("SELECT count(*) FROM app.replies") == 0);
        Assert.Equal(0, await portal.Database.ReadAsync<long>("SELECT count(*) FROM app.reconcile_usage()"));
        await Until.TrueAsync(async () =>
            await portal.Database.ReadAsync<int>("SELECT app.fold_ledger()") == 0
            && await portal.Database.ReadAsync<long>("SELECT count(*) FROM app.ledger_entries") == 0);
        Assert.True(await portal.Database.ReadAsync<bool>("""
            SELECT (SELECT (sum(conversations), sum(messages), sum(bytes))::text FROM app.usage)
                = (SELECT (count(*), sum(message_count), sum(bytes + 400))::text FROM app.conversations)
            """));
    }
}
