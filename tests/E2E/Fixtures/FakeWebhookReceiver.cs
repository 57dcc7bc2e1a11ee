using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>What arrived at the receiver.</summary>
public sealed record ReceivedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>
/// Receives webhooks on this machine. It answers 204, or does what <see cref="Next"/> was told for the next ones.
/// </summary>
public sealed class FakeWebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> next = new();
    private readonly ConcurrentQueue<ReceivedWebhook> received = new();

    private FakeWebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>What to set as <c>Alerts__WebhookUrl</c>.</summary>
    public Uri Url => new(app.Urls.Single() + "/hook");

    public IReadOnlyList<ReceivedWebhook> Received => [.. received];

    public static async Task<FakeWebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new FakeWebhookReceiver(builder.Build());
        receiver.app.MapFallback(receiver.ReceiveAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Tells how to answer the next one; several wait in line.</summary>
    public void Next(int status, string? location = null) => next.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        if (location is not null) context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });

    /// <summary>Tells not to answer the next one.</summary>
    public void NextHangs() => next.Enqueue(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

    /// <summary>Tells to cut the connection of the next one.</summary>
    public void NextBreaks() => next.Enqueue(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        received.Enqueue(new ReceivedWebhook(
            context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        if (!next.TryDequeue(out var told))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        try
        {
            await told(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The sender has given up, as it should.
        }
    }
}
