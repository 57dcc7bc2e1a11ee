using System.Globalization;
using ConversationMemory.Services.Storage;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Alerts reach admins by mail and the webhook once each, later if it must be.</summary>
public sealed class StorageAlertPostTests(StorageAlertPostTests.TellingPortal portal) : IClassFixture<StorageAlertPostTests.TellingPortal>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await Until.TrueAsync(() => portal.Database.ReadAsync<bool>("SELECT EXISTS (SELECT FROM app.storage_status)"));
        await portal.Database.RunAsync("UPDATE app.storage_status SET measured_at = now() + interval '1 hour'");
        await portal.Database.RunAsync("DELETE FROM app.storage_alerts");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Admins_are_told_once_by_mail_and_the_webhook_once()
    {
        await portal.SignedInAs("max");
        var (mails, posts) = (portal.Mail.Mails.Count, portal.Receiver.Received.Count);
        await FollowAsync(360);
        Assert.Equal(0, await TellAsync());
        await FollowAsync(370);
        Assert.Equal(0, await TellAsync());

        var mail = Assert.Single(portal.Mail.Mails.Skip(mails));
        Assert.Equal(["root@example.org"], mail.To);
        Assert.Contains("Subject: Storage is filling up", mail.Data, StringComparison.Ordinal);
        var post = Assert.Single(portal.Receiver.Received.Skip(posts)).Json;
        Assert.Equal(("storage_alert", "warning", 360_000_000, 500_000_000), (
            post.GetProperty("event").GetString(), post.GetProperty("level").GetString(),
            post.GetProperty("bytes").GetInt32(), post.GetProperty("budget_bytes").GetInt32()));
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.storage_alerts WHERE mailed_at IS NOT NULL AND posted_at IS NOT NULL"));
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_what_arrived_is_not_sent_twice()
    {
        var (mails, posts) = (portal.Mail.Mails.Count, portal.Receiver.Received.Count);
        portal.Mail.Answers["RCPT"] = "451 Not now";
        portal.Receiver.Next(410);
        await FollowAsync(360);
        Assert.Equal(2, await TellAsync());
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.storage_alerts WHERE mailed_at IS NULL AND posted_at IS NULL"));

        portal.Mail.Answers.Clear();
        Assert.Equal(0, await TellAsync());
        Assert.Equal(0, await TellAsync());
        Assert.Equal((mails + 1, posts + 2), (portal.Mail.Mails.Count, portal.Receiver.Received.Count));
    }

    [Fact]
    public async Task Instances_that_tell_at_once_tell_once()
    {
        var (mails, posts) = (portal.Mail.Mails.Count, portal.Receiver.Received.Count);
        await FollowAsync(360);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TellAsync()));
        Assert.Equal((mails + 1, posts + 1), (portal.Mail.Mails.Count, portal.Receiver.Received.Count));
    }

    [Fact]
    public async Task Alert_that_is_over_is_not_told_any_more()
    {
        var mails = portal.Mail.Mails.Count;
        await FollowAsync(360);
        await FollowAsync(100);
        Assert.Equal(0, await TellAsync());
        Assert.Equal(mails, portal.Mail.Mails.Count);
    }

    private async Task FollowAsync(int megabytes)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StorageAlerts>().FollowAsync(megabytes * 1_000_000L, default);
    }

    private async Task<int> TellAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StorageAlertMails>().SendAsync(default)
            + await scope.ServiceProvider.GetRequiredService<StorageAlertWebhook>().SendAsync(default);
    }

    /// <summary>A portal with a mail server and a webhook.</summary>
    public sealed class TellingPortal : Portal
    {
        public FakeSmtpServer Mail { get; } = FakeSmtpServer.Start();

        public FakeWebhookReceiver Receiver { get; private set; } = null!;

        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = Mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail:Security"] = "none",
            ["Mail:From"] = "portal@example.org",
            ["Alerts:WebhookUrl"] = Receiver.Url.ToString(),
        };

        public override async Task InitializeAsync()
        {
            Receiver = await FakeWebhookReceiver.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Mail.DisposeAsync();
            await Receiver.DisposeAsync();
        }
    }
}
