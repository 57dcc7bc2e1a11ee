using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>
/// A model on this machine that speaks OpenAI's wire format. It does what <see cref="Next"/> was told for the next request, and
/// otherwise answers <c>You said: …</c>, word by word.
/// </summary>
public sealed class FakeModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ModelScript> _scripts = new();
    private readonly ConcurrentQueue<FakeModelRequest> _requests = new();

    private readonly TaskCompletionSource _firstAbort = new();

    private FakeModelServer(WebApplication app) => _app = app;

    /// <summary>What to set as <c>Model__Endpoint</c>.</summary>
    public Uri Endpoint => new(_app.Urls.Single() + "/v1");

    public IReadOnlyList<FakeModelRequest> Requests => [.. _requests];

    /// <summary>Completes when the app has stopped listening to an answer for the first time.</summary>
    public Task FirstAbort => _firstAbort.Task;

    /// <summary>Answers a request for which nothing was told.</summary>
    public Func<FakeModelRequest, ModelScript> Otherwise { get; set; } = request => ModelScript.Answers(["You", " said: ", request.LastUserText]);

    public static async Task<FakeModelServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FakeModelServer(builder.Build());
        server._app.MapPost("/v1/chat/completions", server.AnswerAsync);
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Tells what to do with the next request; several wait in line.</summary>
    public void Next(ModelScript script) => _scripts.Enqueue(script);

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var request = new FakeModelRequest(json.RootElement.Clone(), context.Request.Headers.Authorization);
        _requests.Enqueue(request);
        var script = _scripts.TryDequeue(out var told) ? told : Otherwise(request);
        try
        {
            await script.RunAsync(context, request.Body.TryGetProperty("stream", out var stream) && stream.GetBoolean());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            _firstAbort.TrySetResult();
        }
    }
}
