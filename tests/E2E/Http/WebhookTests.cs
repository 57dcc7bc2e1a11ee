using System.Globalization;
using ConversationMemory.Services.Notifications;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Webhooks over a real connection, to a receiver on this machine.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "a secret of the receiver";

    private FakeWebhookReceiver receiver = null!;

    public async Task InitializeAsync() => receiver = await FakeWebhookReceiver.StartAsync();

    public async Task DisposeAsync() => await receiver.DisposeAsync();

    [Fact]
    public async Task Event_arrives_with_a_signature_that_fits()
    {
        var result = await SendAsync();
        Assert.Equal(new WebhookResult(WebhookOutcome.Delivered, 204, 1), result);
        var got = Assert.Single(receiver.Received);
        Assert.Equal(("/hook", "application/json; charset=utf-8"), (got.Path, got.Headers["Content-Type"]));
        Assert.Equal(("storage_full", "Köln 🙂"), (got.Json.GetProperty("event_kind").GetString(), got.Json.GetProperty("text").GetString()));
        var timestamp = long.Parse(got.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        Assert.InRange(timestamp, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal(WebhookSignature.Of(Secret, got.Headers["webhook-id"], timestamp, got.Body), got.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Without_a_secret_it_goes_unsigned()
    {
        Assert.True((await SendAsync(secret: null)).IsDelivered);
        Assert.False(Assert.Single(receiver.Received).Headers.ContainsKey("webhook-signature"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task What_may_pass_is_tried_again_as_the_same_event(int status)
    {
        receiver.Next(status);
        receiver.NextBreaks();
        Assert.Equal(new WebhookResult(WebhookOutcome.Delivered, 204, 3), await SendAsync());
        Assert.Equal(3, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(r => r.Headers["webhook-id"]).Distinct());
    }

    [Fact]
    public async Task It_ends_after_three_tries()
    {
        for (var i = 0; i < 4; i++) receiver.Next(500);
        Assert.Equal(new WebhookResult(WebhookOutcome.Refused, 500, 3), await SendAsync());
        Assert.Equal(3, receiver.Received.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task What_will_not_pass_is_not_tried_again(int status)
    {
        receiver.Next(status);
        Assert.Equal(new WebhookResult(WebhookOutcome.Refused, status, 1), await SendAsync());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_not_followed(int status)
    {
        receiver.Next(status, "/elsewhere");
        Assert.Equal(new WebhookResult(WebhookOutcome.Refused, status, 1), await SendAsync());
        Assert.Equal("/hook", Assert.Single(receiver.Received).Path);
    }

    [Fact]
    public async Task Receiver_that_keeps_silent_is_left()
    {
        for (var i = 0; i < 3; i++) receiver.NextHangs();
        Assert.Equal(new WebhookResult(WebhookOutcome.Timeout, null, 3), await SendAsync(timeout: 0.3));
    }

    [Fact]
    public async Task Sending_can_be_given_up()
    {
        receiver.NextHangs();
        using var enough = new CancellationTokenSource();
        var sending = SendAsync(ct: enough.Token);
        await Until.TrueAsync(() => Task.FromResult(receiver.Received.Count == 1));
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Receiver_that_is_not_there_is_unreachable()
    {
        var url = receiver.Url;
        await receiver.DisposeAsync();
        Assert.Equal(new WebhookResult(WebhookOutcome.Unreachable, null, 3), await SendAsync(url: url));
    }

    [Fact]
    public async Task Without_a_setting_nothing_is_sent()
    {
        using var sender = new WebhookSender(new WebhookOptions(), TimeProvider.System, NullLogger<WebhookSender>.Instance);
        Assert.False(sender.IsConfigured);
        Assert.Equal(new WebhookResult(WebhookOutcome.NotConfigured, null, 0), await sender.SendAsync(new { }, CancellationToken.None));
    }

    private async Task<WebhookResult> SendAsync(string? secret = Secret, double timeout = 20, Uri? url = null, CancellationToken ct = default)
    {
        var options = new WebhookOptions
        {
            Url = url ?? receiver.Url,
            Secret = secret,
            Timeout = TimeSpan.FromSeconds(timeout),
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };
        using var sender = new WebhookSender(options, TimeProvider.System, NullLogger<WebhookSender>.Instance);
        return await sender.SendAsync(new { EventKind = "storage_full", Text = "Köln 🙂" }, ct);
    }
}
