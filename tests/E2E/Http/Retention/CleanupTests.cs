using System.Net;
using AngleSharp.Html.Dom;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Retention.Sweep;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Retention;

/// <summary>A portal with an admin secret and a mail server.</summary>
public sealed class CleanupPortal : Portal
{
    public const string Secret = "the admin secret of this test 0123456789";

    public FakeSmtpServer Mail { get; } = FakeSmtpServer.Start();

    protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
    {
        ["Admin:Secret"] = Secret,
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = Mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Mail:From"] = "portal@example.org",
        ["Mail:Security"] = "none",
        ["Mail:PortalAddress"] = "https://chat.example.org",
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Mail.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class CleanupTests(CleanupPortal portal) : IClassFixture<CleanupPortal>, IAsyncLifetime
{
    private TestDatabase Database => portal.Database;

    public async Task InitializeAsync()
    {
        await Database.RunAsync("UPDATE app.holds SET released_at = now() WHERE released_at IS NULL");
        await Database.RunAsync("DELETE FROM app.messages");
        await Database.RunAsync("DELETE FROM app.conversations");
        await Database.SetPolicyAsync("ttl_days = 30, notice_days = 7, trash_days = 7, at_end = 'delete', archive_days = 0, export_first = false, allow_pin = true");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public static TheoryData<string> Pages => new(
        "/admin/cleanup", "/admin/cleanup?preview=true", "/admin/cleanup/runs/01900000-0000-7000-8000-0000000000b1", "/admin/receipts",
        "/admin/receipts/01900000-0000-7000-8000-0000000000b1/01900000-0000-7000-8000-0000000000b1");

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Members_and_strangers_reach_no_page_of_it(string path)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await portal.Client().GetAsync(path)).StatusCode);
        var member = await portal.SignedInAs("max");
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync(path)).StatusCode);
        using var fragment = new HttpRequestMessage(HttpMethod.Get, path);
        fragment.Headers.Add("HX-Request", "true");
        Assert.Equal(HttpStatusCode.Forbidden, (await member.SendAsync(fragment)).StatusCode);
        var before = await Database.ReadAsync<int>("SELECT count(*) FROM app.cleanup_runs WHERE layer = 'panel'");
        var token = (await member.PageAsync("/account/keys")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var handler in new[] { "Run", "Stop", "Resume", "Analyze", "Vacuum" })
        {
            using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("all", "true"), new("filter", "{}")]);
            using var refused = await member.PostAsync($"{path.Split('?')[0]}?handler={handler}", body);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        Assert.Equal(before, await Database.ReadAsync<int>("SELECT count(*) FROM app.cleanup_runs WHERE layer = 'panel'"));
    }

    [Fact]
    public async Task Call_is_for_the_admin_secret_and_admins_keys_only()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await CleanAsync(null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CleanAsync(CleanupPortal.Secret[..^1])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CleanAsync(CleanupPortal.Secret + "0")).Status);
        var member = await portal.KeyOf("max");
        Assert.Equal(HttpStatusCode.Forbidden, (await member.CallAsync(HttpMethod.Post, "/api/admin/cleanup", new { })).Status);
        var owner = await portal.KeyOf("root");
        Assert.Equal(HttpStatusCode.OK, (await owner.CallAsync(HttpMethod.Post, "/api/admin/cleanup", new { })).Status);
        Assert.Equal(HttpStatusCode.OK, (await CleanAsync(CleanupPortal.Secret)).Status);

        // The secret opens nothing else, and is on no page.
        using var outside = Bearer(CleanupPortal.Secret);
        Assert.Equal(HttpStatusCode.Unauthorized, (await outside.GetAsync("/api/conversations")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await outside.GetAsync("/admin/cleanup")).StatusCode);
        var admin = await portal.SignedInAsOwner();
        foreach (var path in new[] { "/admin/cleanup", "/admin/receipts", "/openapi/v1.json" })
            Assert.DoesNotContain(CleanupPortal.Secret, await admin.GetStringAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_secret_only_admins_keys_will_do()
    {
        await using var another = portal.StartAnother(("Admin:Secret", null));
        foreach (var key in new[] { CleanupPortal.Secret, "", " ", "null" })
        {
            using var client = Bearer(key, another.Address);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(HttpMethod.Post, "/api/admin/cleanup", new { })).Status);
        }
    }

    [Fact]
    public async Task Who_guesses_secrets_has_to_wait()
    {
        await using var another = portal.StartAnother(("RateLimits:SignInBurst", "5"), ("RateLimits:SignInPerMinute", "1"));
        using var client = Bearer("not the secret", another.Address);
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(HttpMethod.Post, "/api/admin/cleanup", new { })).Status);
        var blocked = await client.CallAsync(HttpMethod.Post, "/api/admin/cleanup", new { });
        Assert.Equal(HttpStatusCode.TooManyRequests, blocked.Status);
        Assert.NotNull(blocked.Message.Headers.RetryAfter);
        using var right = Bearer(CleanupPortal.Secret, another.Address);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await right.CallAsync(HttpMethod.Post, "/api/admin/cleanup", new { })).Status);
    }

    [Fact]
    public async Task Dry_run_says_what_the_run_then_does()
    {
        var ada = await Database.AddPersonAsync("ada");
        foreach (var days in new[] { 5.0, 25, 40, 60 }) await Database.AddStaleAsync(ada, days);
        for (var i = 0; i < 3; i++) await EndedAsync(ada, "deleted_at = now() - interval '8 days'");
        await EndedAsync(ada, "noticed_at = now() - interval '7 days'");

        var dry = await CleanAsync(CleanupPortal.Secret, new { dry_run = true });
        Assert.True(dry["dry_run"].GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, dry["run_id"].ValueKind);
        Assert.Equal(8, await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations"));
        var wet = await CleanAsync(CleanupPortal.Secret, new { dryRun = false });
        foreach (var name in new[] { "noticed_conversations", "archived_conversations", "trashed_conversations", "deleted_conversations", "deleted_messages", "freed_bytes" })
            Assert.Equal($"{name} {dry[name].GetRawText()}", $"{name} {wet[name].GetRawText()}");
        Assert.Equal("3 9 1 3", $"{wet.Number("noticed_conversations")} {wet.Number("deleted_messages")} {wet.Number("trashed_conversations")} {wet.Number("deleted_conversations")}");
        Assert.True(wet["finished"].GetBoolean());
        var receipt = Assert.Single(wet["receipts"].EnumerateArray()).GetGuid();
        Assert.Equal(3, await Database.ReadAsync<int>("SELECT cardinality(conversations) FROM app.receipts WHERE id = $1 AND run_id = $2", receipt, wet["run_id"].GetGuid()));
    }

    [Fact]
    public async Task Nothing_is_swept_by_any_layer_while_the_portal_is_read_only()
    {
        await Database.RunAsync("UPDATE app.system_settings SET read_only = true");
        try
        {
            var sweep = portal.Services.GetRequiredService<RetentionSweep>();
            Assert.Null(await sweep.RunAsync(SweepLayers.Schedule, null, default));
            using var answer = (await CleanAsync(CleanupPortal.Secret)).Message;
            Assert.False(answer.IsSuccessStatusCode);
        }
        finally
        {
            await Database.RunAsync("UPDATE app.system_settings SET read_only = false");
        }
    }

    [Fact]
    public async Task Instances_that_sweep_at_once_do_each_conversation_once()
    {
        var ada = await Database.AddPersonAsync("ada");
        for (var i = 0; i < 150; i++) await EndedAsync(ada, "deleted_at = now() - interval '8 days'", messages: 1);
        await using var another = portal.StartAnother();
        var runs = await Task.WhenAll(
            portal.Services.GetRequiredService<RetentionSweep>().RunAsync(SweepLayers.Schedule, null, default),
            another.Services.GetRequiredService<RetentionSweep>().RunAsync(SweepLayers.Schedule, null, default),
            portal.Services.GetRequiredService<RetentionSweep>().RunAsync(SweepLayers.Schedule, null, default));
        Assert.All(runs, run => Assert.True(run!.Finished));
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations") == 0);
        // Theirs, and those of the other instance's start.
        Assert.Equal("150 150", await Database.ReadAsync<string>(
            "SELECT format('%s %s', count(*), count(DISTINCT c)) FROM app.receipts, unnest(conversations) AS c WHERE owner_id = $1", ada));
        Assert.True(await Database.ReadAsync<bool>("""
            SELECT bool_and(r.deleted = (SELECT coalesce(sum(cardinality(conversations)), 0) FROM app.receipts WHERE run_id = r.id)) FROM app.cleanup_runs r
            WHERE r.started_at > now() - interval '5 minutes' AND r.filter IS NULL
            """));
    }

    [Fact]
    public async Task After_a_request_one_of_all_instances_sweeps_once_an_hour_and_at_most_twenty()
    {
        var ada = await Database.AddPersonAsync("ada");
        for (var i = 0; i < 25; i++) await EndedAsync(ada, "deleted_at = now() - interval '8 days'", messages: 0);
        await using var another = portal.StartAnother();
        RequestSweep[] instances = [portal.Services.GetRequiredService<RequestSweep>(), another.Services.GetRequiredService<RequestSweep>()];
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations") == 0);

        for (var i = 0; i < 25; i++) await EndedAsync(ada, "deleted_at = now() - interval '8 days'", messages: 0);
        await Database.RunAsync("UPDATE app.sweep_layers SET last_run_at = now() - interval '61 minutes' WHERE name = 'request'");
        var runs = await Task.WhenAll(instances.Concat(instances).Select(i => i.RunAsync(default)));
        Assert.Equal(20, Assert.Single(runs, r => r is not null)!.Counts.Deleted);
        Assert.Equal(5, await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations"));
    }

    [Fact]
    public async Task Response_is_out_before_the_sweep_after_it_begins()
    {
        var ada = await Database.AddPersonAsync("ada");
        var ended = await EndedAsync(ada, "deleted_at = now() - interval '8 days'");
        await Database.RunAsync("UPDATE app.sweep_layers SET last_run_at = now() - interval '2 hours' WHERE name = 'request'");
        await using var another = portal.StartAnother();
        // A new instance has not looked yet: its first request makes it look.
        using var client = portal.Client(another.Address);
        await client.GetAsync("/account/login");
        await Until.TrueAsync(async () => await Database.ReadAsync<bool>("SELECT last_run_at > now() - interval '1 minute' FROM app.sweep_layers WHERE name = 'request'"));
        await Until.TrueAsync(async () => await Database.StateOfAsync(ended) == "gone");
    }

    [Fact]
    public async Task Admin_previews_cleans_follows_and_finds_the_receipt()
    {
        var ada = await Database.AddPersonAsync("ada");
        var (old, young) = (await Database.AddStaleAsync(ada, 20), await Database.AddStaleAsync(ada, 3));
        var (pinned, held) = (await Database.AddStaleAsync(ada, 20), await Database.AddStaleAsync(ada, 20));
        await Database.RunAsync("UPDATE app.conversations SET pinned_at = now() WHERE id = $1", pinned);
        await Database.RunAsync("INSERT INTO app.holds (owner_id, id, conversation_id, reason) VALUES ($1, $2, $3, 'Asked for')", ada, Guid.CreateVersion7(), held);
        await Database.RunAsync("UPDATE app.conversations SET title = 'A private title' WHERE owner_id = $1", ada);

        var owner = await portal.SignedInAsOwner();
        const string address = "/admin/cleanup?preview=true&Days=10";
        var page = await owner.PageAsync(address);
        Assert.Contains("1 conversations with 3 messages", page.QuerySelector("#preview")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 more are on hold and stay", page.QuerySelector("#preview")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("A private title", page.Body!.TextContent, StringComparison.Ordinal);

        using var started = await owner.SubmitAsync(address, [("all", "true")], "#preview form");
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        var run = started.Headers.Location!.OriginalString;
        await Until.TrueAsync(async () => (await owner.PageAsync(run)).QuerySelector("#run [role=status]")!.TextContent == "finished");
        var done = await owner.PageAsync(run);
        Assert.Contains("1 of 1 conversations are in the trash", done.QuerySelector("#run")!.TextContent, StringComparison.Ordinal);
        Assert.Null(done.QuerySelector("#run")!.GetAttribute("hx-trigger"));
        Assert.Equal("trash live live live", string.Join(' ',
            await Database.StateOfAsync(old), await Database.StateOfAsync(young), await Database.StateOfAsync(pinned), await Database.StateOfAsync(held)));
        Assert.Equal("cleanup.run,hold.prevented", await Database.ReadAsync<string>(
            "SELECT string_agg(DISTINCT action, ',' ORDER BY action) FROM app.audit_log WHERE actor_id = $1 AND at > now() - interval '1 minute' AND (target_id = $2 OR detail ->> 'run_id' = $2)",
            await portal.IdOf("root"), run.Split('/')[^1]));

        await Database.AgeAsync(old, 8);
        await CleanAsync(CleanupPortal.Secret);
        var receipt = (await owner.PageAsync(run)).QuerySelector("#run tbody a")!.GetAttribute("href")!;
        var receiptPage = await owner.PageAsync(receipt);
        Assert.Contains("cleaned by an admin", receiptPage.Body!.TextContent, StringComparison.Ordinal);
        var proof = (await owner.PageAsync($"{receipt}?check=true")).QuerySelector("#proof")!;
        Assert.Contains("Nothing is left", proof.TextContent, StringComparison.Ordinal);
        Assert.All(proof.QuerySelectorAll("td"), cell => Assert.Equal("0", cell.TextContent));
        foreach (var search in new[] { $"Conversation={old}", $"Person={ada}", "Cause=admin", $"From={DateTime.UtcNow:yyyy-MM-dd}&Layer=api" })
            Assert.Contains((await owner.PageAsync($"/admin/receipts?{search}")).QuerySelectorAll("tbody a"), a => a.GetAttribute("href") == receipt);
        Assert.Empty((await owner.PageAsync($"/admin/receipts?Conversation={young}")).QuerySelectorAll("tbody a"));
    }

    [Fact]
    public async Task Cleanup_can_be_stopped_resumed_and_taken_over_by_another_instance()
    {
        var ada = await Database.AddPersonAsync("ada");
        for (var i = 0; i < 12; i++) await Database.AddStaleAsync(ada, 20, messages: 0);
        var owner = await portal.SignedInAsOwner();
        const string address = "/admin/cleanup?preview=true&Days=10&Empty=true";
        using var started = await owner.SubmitAsync(address, [("all", "true"), ("perSecond", "1")], "#preview form");
        var run = started.Headers.Location!.OriginalString;
        using (var stopped = await owner.PressAsync(run, "Stop")) Assert.Equal(HttpStatusCode.Redirect, stopped.StatusCode);
        var page = await owner.PageAsync(run);
        Assert.Equal("stopped, can go on", page.QuerySelector("#run [role=status]")!.TextContent);
        var left = await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1 AND deleted_at IS NULL", ada);
        Assert.InRange(left, 9, 12);

        // As a run of an instance that is gone: nobody announces it.
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = 'cleanup'") == 0);
        await Database.RunAsync("UPDATE app.cleanup_runs SET state = 'running', per_second = NULL WHERE id = $1", Guid.Parse(run.Split('/')[^1]));
        await Database.AddLostJobAsync(Guid.Empty, "cleanup", Guid.Parse(run.Split('/')[^1]));
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1 AND deleted_at IS NULL", ada) == 0);
        Assert.Equal(12, await Database.ReadAsync<int>("SELECT trashed FROM app.cleanup_runs WHERE id = $1", Guid.Parse(run.Split('/')[^1])));
    }

    [Fact]
    public async Task Stopped_cleanup_goes_on_when_an_admin_says_so()
    {
        var ada = await Database.AddPersonAsync("ada");
        for (var i = 0; i < 3; i++) await Database.AddStaleAsync(ada, 20, messages: 0);
        var owner = await portal.SignedInAsOwner();
        using var started = await owner.SubmitAsync("/admin/cleanup?preview=true&Days=10&Empty=true", [("all", "true"), ("perSecond", "1")], "#preview form");
        var run = started.Headers.Location!.OriginalString;
        using var stopped = await owner.PressAsync(run, "Stop");
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = 'cleanup'") == 0);
        using var resumed = await owner.PressAsync(run, "Go on");
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1 AND deleted_at IS NULL", ada) == 0);
    }

    [Fact]
    public async Task Chosen_ones_are_cleaned_and_no_others()
    {
        var ada = await Database.AddPersonAsync("ada");
        var (chosen, other) = (await Database.AddStaleAsync(ada, 20), await Database.AddStaleAsync(ada, 20));
        var owner = await portal.SignedInAsOwner();
        using var none = await owner.SubmitAsync("/admin/cleanup?preview=true", [("all", "false")], "#preview form");
        Assert.Contains("Choose some conversations first", (await owner.PageAsync("/admin/cleanup")).Body!.TextContent, StringComparison.Ordinal);
        using var started = await owner.SubmitAsync("/admin/cleanup?preview=true", [("all", "false"), ("ids", chosen.ToString())], "#preview form");
        await Until.TrueAsync(async () => await Database.StateOfAsync(chosen) == "trash");
        Assert.Equal("live", await Database.StateOfAsync(other));
        using var broken = await owner.SubmitAsync("/admin/cleanup?preview=true", [("all", "true"), ("filter", "not json")], "#preview form");
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
    }

    [Fact]
    public async Task Deletion_waits_for_its_copy_which_its_owner_and_nobody_else_can_have()
    {
        await Database.SetPolicyAsync("export_first = true, archive_days = 90");
        var ada = await portal.SignedInAs("ada");
        var id = await portal.IdOf("ada");
        var conversation = await EndedAsync(id, "noticed_at = now() - interval '7 days', title = 'About tea'");
        var copies = portal.Services.GetRequiredService<SavedCopies>();
        await CleanAsync(CleanupPortal.Secret);
        await HoldCopiesBackAsync();
        await CleanAsync(CleanupPortal.Secret);
        Assert.Equal("noticed", await Database.StateOfAsync(conversation));
        Assert.Contains("Waiting until a copy is saved", (await (await portal.SignedInAsOwner()).PageAsync("/admin/cleanup")).Body!.TextContent, StringComparison.Ordinal);

        await Database.RunAsync("UPDATE app.jobs SET not_before = now() - interval '1 minute' WHERE kind = 'saved_copy'");
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT count(*) FROM app.saved_copies WHERE conversation_id = $1", conversation) == 2);
        await CleanAsync(CleanupPortal.Secret);
        Assert.Equal("trash", await Database.StateOfAsync(conversation));

        var page = await ada.PageAsync("/exports");
        Assert.Contains("About tea", page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var link in page.QuerySelectorAll("tbody a").OfType<IHtmlAnchorElement>())
        {
            var path = link.GetAttribute("href")!;
            Assert.Contains("Something said", await ada.GetStringAsync(path), StringComparison.Ordinal);
            using var stranger = await (await portal.SignedInAs("eve")).GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        }

        Assert.DoesNotContain("About tea", (await (await portal.SignedInAs("eve")).PageAsync("/exports")).Body!.TextContent, StringComparison.Ordinal);

        await Database.RunAsync("UPDATE app.saved_copies SET expires_at = expires_at - interval '91 days' WHERE conversation_id = $1", conversation);
        await copies.RemoveAsync(default);
        Assert.Equal("2", await Database.ReadAsync<string>("SELECT counts -> 'saved_copies' ->> 'rows' FROM app.receipts WHERE cause = 'saved_copy' AND owner_id = $1", id));
        Assert.Contains("the saved copy's time was over", (await ada.PageAsync("/account/receipts")).Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("the saved copy's time was over", (await (await portal.SignedInAs("eve")).PageAsync("/account/receipts")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_that_cannot_be_saved_is_tried_again_later_and_later_and_its_conversation_stays()
    {
        await Database.SetPolicyAsync("export_first = true");
        var ada = await Database.AddPersonAsync("ada");
        var conversation = await EndedAsync(ada, "noticed_at = now() - interval '7 days'");
        // What no version can read: the export fails.
        await Database.RunAsync("""
            INSERT INTO app.segments (owner_id, conversation_id, from_seq, through_seq, message_count, unpacked_bytes, data)
            SELECT $1, $2, min(seq), max(seq), count(*), 1, 'not packed by us' FROM app.messages WHERE conversation_id = $2
            """, ada, conversation);
        await CleanAsync(CleanupPortal.Secret);
        await HoldCopiesBackAsync();
        var waits = new List<double>();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Database.RunAsync("UPDATE app.jobs SET not_before = now() - interval '1 minute' WHERE kind = 'saved_copy' AND state = 'waiting'");
            await Until.TrueAsync(async () => await Database.ReadAsync<int>(
                "SELECT CASE WHEN state = 'waiting' THEN attempts ELSE 0 END FROM app.jobs WHERE kind = 'saved_copy' AND subject = $1", conversation) == attempt);
            await Until.TrueAsync(async () => await Database.ReadAsync<bool>("SELECT not_before < now() + interval '4 minutes' FROM app.jobs WHERE kind = 'saved_copy' AND subject = $1", conversation));
            waits.Add(await Database.ReadAsync<double>("SELECT extract(epoch FROM not_before - now())::float8 FROM app.jobs WHERE kind = 'saved_copy' AND subject = $1", conversation));
            await CleanAsync(CleanupPortal.Secret);
            Assert.Equal("noticed", await Database.StateOfAsync(conversation));
        }

        Assert.True(waits[0] < waits[1] && waits[1] < waits[2], string.Join(", ", waits));
        Assert.Contains("could not be saved yet", (await (await portal.SignedInAsOwner()).PageAsync("/admin/cleanup")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_whose_time_is_over_stays_while_a_hold_keeps_its_conversation()
    {
        var ada = await Database.AddPersonAsync("ada");
        var (held, free) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var conversation in new[] { held, free })
        {
            await Database.RunAsync("""
                INSERT INTO app.saved_copies (owner_id, id, conversation_id, format, title, data, length, expires_at)
                VALUES ($1, $2, $2, 'md', 'Talk', 'x', 1, now() - interval '1 day')
                """, ada, conversation);
        }

        await Database.RunAsync("INSERT INTO app.holds (owner_id, id, conversation_id, reason) VALUES ($1, gen_random_uuid(), $2, 'Asked for')", ada, held);
        var copies = portal.Services.GetRequiredService<SavedCopies>();
        await copies.RemoveAsync(default);
        Assert.Equal([held], await Database.ReadAsync<Guid[]>("SELECT array_agg(conversation_id) FROM app.saved_copies WHERE owner_id = $1", ada));

        await Database.RunAsync("UPDATE app.holds SET released_at = now() WHERE owner_id = $1", ada);
        await copies.RemoveAsync(default);
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.saved_copies WHERE owner_id = $1", ada));
        Assert.Equal(2, await Database.ReadAsync<int>("SELECT count(*) FROM app.receipts WHERE owner_id = $1 AND cause = 'saved_copy'", ada));
    }

    [Fact]
    public async Task Copy_of_a_conversation_that_changed_meanwhile_is_not_taken_for_the_whole()
    {
        var ada = await Database.AddPersonAsync("ada");
        var conversation = await Database.AddStaleAsync(ada, 40);
        PackedFile[] files = [new("md", [1], 1), new("json", [1], 1)];
        Assert.False(await SaveAsync((ada, conversation), DateTimeOffset.UtcNow, files));
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.saved_copies WHERE conversation_id = $1", conversation));
        var read = await Database.ReadAsync<string>("SELECT to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') FROM app.conversations WHERE id = $1", conversation);
        Assert.True(await SaveAsync((ada, conversation), DateTimeOffset.Parse(read + "Z", System.Globalization.CultureInfo.InvariantCulture), files));
        Assert.Equal(2, await Database.ReadAsync<int>("SELECT count(*) FROM app.saved_copies WHERE conversation_id = $1", conversation));
    }

    [Fact]
    public async Task People_are_told_by_mail_once_a_day_and_without_titles()
    {
        await Database.RunAsync("DELETE FROM app.notice_mails");
        var ada = await Database.AddPersonAsync("ada");
        var conversation = await Database.AddStaleAsync(ada, 40);
        await Database.RunAsync("UPDATE app.conversations SET title = 'Zanzibar' WHERE id = $1", conversation);
        await CleanAsync(CleanupPortal.Secret);
        var mailer = portal.Services.GetRequiredService<NoticeMailer>();
        var sent = portal.Mail.Mails.Count;
        Assert.Equal(1, await mailer.FindAsync(default));
        await Until.TrueAsync(async () => portal.Mail.Mails.Count == sent + 1 && await NoticesWaitingAsync() == 0);
        var mail = portal.Mail.Mails[^1];
        Assert.Contains("about to end", mail.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("Zanzibar", mail.Data, StringComparison.Ordinal);
        Assert.Equal(0, await mailer.FindAsync(default));

        await Database.AddStaleAsync(ada, 40);
        await CleanAsync(CleanupPortal.Secret);
        Assert.Equal(0, await mailer.FindAsync(default));
        await Database.RunAsync("UPDATE app.notice_mails SET sent_at = sent_at - interval '25 hours' WHERE owner_id = $1", ada);
        Assert.Equal(1, await mailer.FindAsync(default));
        await Until.TrueAsync(async () => portal.Mail.Mails.Count == sent + 2 && await NoticesWaitingAsync() == 0);
        await Database.RunAsync("UPDATE app.notice_mails SET sent_at = now() - interval '25 hours' WHERE owner_id = $1", ada);
        await Database.RunAsync("UPDATE app.conversations SET noticed_at = now() - interval '26 hours' WHERE owner_id = $1", ada);
        Assert.Equal(0, await mailer.FindAsync(default));
    }

    [Fact]
    public async Task Analyze_is_a_button_and_vacuum_only_where_it_is_allowed()
    {
        var owner = await portal.SignedInAsOwner();
        using var analyzed = await owner.PressAsync("/admin/cleanup", "Analyze now");
        Assert.Equal(HttpStatusCode.Redirect, analyzed.StatusCode);
        var page = await owner.PageAsync("/admin/cleanup");
        Assert.Contains("The statistics are new", page.Body!.TextContent, StringComparison.Ordinal);
        var may = await Database.ReadAsync<bool>("SELECT current_setting('server_version_num')::int >= 170000");
        Assert.Equal(may, page.QuerySelectorAll("button").Any(b => b.TextContent.Trim() == "Vacuum now"));
    }

    private async Task<bool> SaveAsync((Guid, Guid) conversation, DateTimeOffset updatedAt, PackedFile[] files)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AdminDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var saved = await SaveCopies.RunAsync(db, conversation, updatedAt, files, DateTimeOffset.UtcNow, default);
        await transaction.CommitAsync();
        return saved;
    }

    // Until a test says that they may be saved.
    private Task<int> HoldCopiesBackAsync() => Database.RunAsync("UPDATE app.jobs SET not_before = 'infinity' WHERE kind = 'saved_copy'");

    private Task<int> NoticesWaitingAsync() => Database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = 'notice_mail'");

    private async Task<Guid> EndedAsync(Guid owner, string set, int messages = 3)
    {
        var conversation = await Database.AddStaleAsync(owner, 40, messages);
        await Database.RunAsync($$"""
            UPDATE app.conversations SET expires_at = now() - interval '1 day', ending = '{"cause": "ttl", "scope": "system", "ttl_days": 30}', {{set}} WHERE id = $1
            """, conversation);
        return conversation;
    }

    private async Task<ApiAnswer> CleanAsync(string? key, object? body = null)
    {
        using var client = Bearer(key);
        return await client.CallAsync(HttpMethod.Post, "/api/admin/cleanup", body ?? new { });
    }

    private HttpClient Bearer(string? key, Uri? address = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address ?? portal.Address };
        if (key is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return client;
    }
}
