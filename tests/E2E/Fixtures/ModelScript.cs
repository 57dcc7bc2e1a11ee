using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>What the fake model does with one request, step by step.</summary>
public sealed class ModelScript
{
    private readonly List<Func<HttpContext, Task>> _steps = [];
    private bool _isStream;

    public static ModelScript Answers(params string[] parts) => parts.Aggregate(new ModelScript(), (script, part) => script.Text(part)).Finish();

    public ModelScript Text(string text) => Chunk(new JsonObject { ["content"] = text });

    /// <summary>A tool call, its arguments in two parts as real models send them.</summary>
    public ModelScript ToolCall(int index, string id, string name, string arguments)
    {
        var half = arguments.Length / 2;
        return Chunk(Call(new() { ["index"] = index, ["id"] = id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments[..half] } }))
            .Chunk(Call(new() { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = arguments[half..] } }));
    }

    /// <summary>Sends nothing until the gate opens. The request's abort opens it too.</summary>
    public ModelScript Wait(Task gate) => Step(context => gate.WaitAsync(context.RequestAborted));

    public ModelScript Finish(string reason = "stop", int inputTokens = 10, int outputTokens = 5) =>
        Event(new JsonObject { ["choices"] = Choices([], reason) }.ToJsonString())
        .Event(new JsonObject
        {
            ["choices"] = new JsonArray(),
            ["usage"] = new JsonObject { ["prompt_tokens"] = inputTokens, ["completion_tokens"] = outputTokens, ["total_tokens"] = inputTokens + outputTokens },
        }.ToJsonString())
        .Event("[DONE]");

    /// <summary>Any server-sent event, also one that is no JSON.</summary>
    public ModelScript Event(string data)
    {
        _isStream = true;
        return Step(async context =>
        {
            if (!context.Response.HasStarted)
                context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        });
    }

    /// <summary>An error in the middle of a stream.</summary>
    public ModelScript ErrorChunk(string message) =>
        Event(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = "server_error" } }.ToJsonString());

    /// <summary>Cuts the connection.</summary>
    public ModelScript Break() => Step(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    public ModelScript Status(int status, string? code = null, string? message = null, string? retryAfter = null) => Step(async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsJsonAsync(new { error = new { message, type = "error", code } }, context.RequestAborted);
    });

    public ModelScript Body(string contentType, string body) => Step(context =>
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body, context.RequestAborted);
    });

    internal async Task RunAsync(HttpContext context, bool stream)
    {
        if (_isStream && !stream)
            throw new NotSupportedException("The app always asks for a stream.");
        foreach (var step in _steps)
            await step(context);
    }

    private ModelScript Chunk(JsonObject delta) => Event(new JsonObject { ["choices"] = Choices(delta, null) }.ToJsonString());

    private static JsonArray Choices(JsonObject delta, string? finishReason) =>
        [new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason }];

    private static JsonObject Call(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private ModelScript Step(Func<HttpContext, Task> step)
    {
        _steps.Add(step);
        return this;
    }
}
