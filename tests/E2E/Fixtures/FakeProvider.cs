using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A provider on this machine: it wants a key, lists its models, and answers as one of them. Beside it are addresses that are none.</summary>
public sealed class FakeProvider : IAsyncDisposable
{
    public const string Key = "sk-live-0123456789-do-not-tell";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string? Authorization, string? Team, JsonElement Body)> requests = new();

    private FakeProvider(WebApplication app) => this.app = app;

    public string Endpoint => Address("/v1");

    /// <summary>The chat requests.</summary>
    public IReadOnlyList<(string Path, string? Authorization, string? Team, JsonElement Body)> Requests => [.. requests];

    /// <summary>Requests to where a redirect leads.</summary>
    public int Followed { get; private set; }

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new FakeProvider(builder.Build());
        provider.Map();
        await provider.app.StartAsync();
        return provider;
    }

    public string Address(string path) => app.Urls.Single() + path;

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private void Map()
    {
        app.MapGet("/v1/models", context => IsKnown(context) ? ListAsync(context) : RefuseAsync(context));
        app.MapPost("/v1/chat/completions", AnswerAsync);
        // Lists its models to anybody.
        app.MapGet("/open/v1/models", ListAsync);
        app.MapGet("/page/models", context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync($"<html>{context.Request.Headers.Authorization}</html>");
        });
        app.MapGet("/moved/models", context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        app.MapPost("/moved/chat/completions", context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        app.Map("/elsewhere", context =>
        {
            Followed++;
            return ListAsync(context);
        });
        app.MapGet("/endless/models", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.WriteAsync(new string(' ', 65_536), context.RequestAborted);
        });
        app.MapGet("/faulty/models", context => StatusAsync(context, 503));
        app.MapGet("/busy/models", context => StatusAsync(context, 429));
    }

    private static bool IsKnown(HttpContext context) => context.Request.Headers.Authorization == $"Bearer {Key}";

    private static Task ListAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new { @object = "list", data = new object[] { new { id = "tide-large" }, new { id = "tide-small" }, new { name = "nameless" }, 7 } });

    // As some do, the refusal repeats the key.
    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = 401;
        return context.Response.WriteAsJsonAsync(new { error = new { message = $"Incorrect key: {context.Request.Headers.Authorization}", code = "invalid_api_key" } });
    }

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        requests.Enqueue((context.Request.Path, context.Request.Headers.Authorization, context.Request.Headers["X-Team"], json.RootElement.Clone()));
        if (IsKnown(context)) await ModelScript.Answers("From ", json.RootElement.GetProperty("model").GetString()!).RunAsync(context, true);
        else await RefuseAsync(context);
    }
}
