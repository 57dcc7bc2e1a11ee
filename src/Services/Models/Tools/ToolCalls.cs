using System.Text.Json;
using ConversationMemory.Services.Text;
using ConversationMemory.Services.Text.Tokens;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>Runs the tool calls of one reply, within their limits of number, time, length and context tokens.</summary>
internal sealed class ToolCalls(ChatOptions options, ToolLimits limits, TokenCounter counter)
{
    /// <summary>A result cut shorter than this is of no use; then the model has to answer with what it knows.</summary>
    private const int LeastResult = 30;

    private int _room = limits.Room;
    private int _calls;

    /// <summary>No further call would do any good.</summary>
    public bool IsExhausted => _calls >= limits.MaxCalls || _room < LeastResult;

    /// <summary>Takes what the model's own words and calls cost from the room; false when they do not fit.</summary>
    public bool HasRoomFor(string text, IReadOnlyList<FunctionCallContent> wanted)
    {
        _room -= ChatTokens.Message(counter, text)
            + wanted.Sum(call => ChatTokens.Call(counter, call.Name, ToolArguments.Write(call.Arguments)) + ChatTokens.PerMessage);
        return _room >= LeastResult * wanted.Count;
    }

    public async Task<ToolResult> RunAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        var tool = Offered(call.Name);
        // A name that is no tool's is a model's words.
        var result = await Telemetry.MeasureAsync("execute_tool", tool?.Name ?? "unknown", span => InvokeAsync(call, tool, span, cancellationToken)).ConfigureAwait(false);
        var text = TextCut.To(result.Text, Math.Min(limits.MaxResultLength, tool is ToolFunction { Tool: var own } ? own.MaxResultLength : int.MaxValue));
        if (counter.Count(text) > _room)
            text = counter.Truncate(text, _room);
        _room -= counter.Count(text);
        return result with { Text = text };
    }

    private async Task<ToolResult> InvokeAsync(FunctionCallContent call, AIFunction? tool, Operation span, CancellationToken cancellationToken)
    {
        span.Set("gen_ai.operation.name", "execute_tool");
        span.Set("gen_ai.tool.name", tool?.Name);
        var result = await TryAsync(call, tool, cancellationToken).ConfigureAwait(false);
        if (result.Status != "ok") span.Fail(result.Status);
        return result;
    }

    private async Task<ToolResult> TryAsync(FunctionCallContent call, AIFunction? tool, CancellationToken cancellationToken)
    {
        if (++_calls > limits.MaxCalls)
            return Failed($"More than {limits.MaxCalls} tool calls in one reply are not allowed.");
        if (tool is null)
            return Failed("There is no tool of this name.");
        if (call.Exception is not null)
            return Failed("The arguments are not a JSON object.");
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var most = tool is ToolFunction { Tool.Timeout: var own } && own < limits.CallTimeout ? own : limits.CallTimeout;
        time.CancelAfter(most);
        try
        {
            // A tool that does not listen to the token is left behind.
            var value = await Task.Run(() => tool.InvokeAsync(new AIFunctionArguments(call.Arguments), time.Token).AsTask(), time.Token)
                .WaitAsync(time.Token).ConfigureAwait(false);
            return new ToolResult("ok", value?.ToString() ?? "");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ToolResult("timeout", $"Error: The tool did not answer within {most.TotalSeconds:0.#} seconds.");
        }
        catch (ToolException exception)
        {
            return Failed(exception.Message);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            return Failed("The arguments do not fit this tool.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What went wrong inside is not the model's business, and may name things it must not see.
            return Failed("The tool failed.");
        }
    }

    private AIFunction? Offered(string name) => options.Tools?.OfType<AIFunction>().FirstOrDefault(tool => tool.Name == name);

    private static ToolResult Failed(string message) => new("failed", "Error: " + message);
}
