using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>
/// Reads a streamed chat completion. The library's own reader takes an error in the middle and an end without a finish reason
/// for a normal end and throws at finish reasons it does not know; here each is told apart.
/// </summary>
internal sealed class ChatStream(string model)
{
    private readonly List<PartialCall> _calls = [];
    private ChatFinishReason? _finishReason;
    private bool _filtered;
    private string _used = model;

    private sealed class PartialCall
    {
        public required int Index { get; init; }
        public string? Id { get; set; }
        public string Name { get; set; } = "";
        public StringBuilder Arguments { get; } = new();
    }

    /// <exception cref="ModelException">The stream does not hold a whole answer.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunks = 0;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data is "[DONE]")
                break;
            if (item.Data.Length == 0)
                continue;
            chunks++;
            foreach (var content in Read(item.Data))
                yield return new ChatResponseUpdate(ChatRole.Assistant, [content]) { ModelId = _used };
        }
        if (chunks == 0)
            throw new ModelException(ModelError.Nonsense, "no chunks");
        if (_filtered)
            throw new ModelException(ModelError.ContentFiltered, "finish reason");
        if (_finishReason is null)
            throw new ModelException(ModelError.NoFinishReason, "end of stream");
        foreach (var call in _calls)
            yield return new ChatResponseUpdate(ChatRole.Assistant, [Whole(call)]) { ModelId = _used };
        yield return new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = _finishReason, ModelId = _used };
    }

    private List<AIContent> Read(string data)
    {
        using var json = Parse(data);
        var contents = new List<AIContent>();
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new ModelException(ModelError.Nonsense, "chunk");
        if (json.RootElement.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
            throw ModelFaults.FromErrorChunk(error);
        if (Property(json.RootElement, "model", JsonValueKind.String)?.GetString() is { } used && IsName(used))
            _used = used;
        if (Property(json.RootElement, "usage", JsonValueKind.Object) is { } usage)
            contents.Add(new UsageContent(Usage(usage)));
        // The last chunk, with the usage, has no choices; a filter's verdict on the prompt has none either.
        if (Property(json.RootElement, "choices", JsonValueKind.Array) is { } choices && choices.GetArrayLength() > 0)
            ReadChoice(choices[0], contents);
        return contents;
    }

    private static JsonDocument Parse(string data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException)
        {
            throw new ModelException(ModelError.Nonsense, "chunk is not JSON");
        }
    }

    private void ReadChoice(JsonElement choice, List<AIContent> contents)
    {
        if (choice.ValueKind != JsonValueKind.Object)
            throw new ModelException(ModelError.Nonsense, "choice");
        if (Property(choice, "delta", JsonValueKind.Object) is { } delta)
        {
            if (Property(delta, "content", JsonValueKind.String)?.GetString() is { Length: > 0 } text)
                contents.Add(new TextContent(text));
            if (Property(delta, "refusal", JsonValueKind.String)?.GetString() is { Length: > 0 } refusal)
                contents.Add(new TextContent(refusal));
            if (Property(delta, "tool_calls", JsonValueKind.Array) is { } calls)
            {
                foreach (var call in calls.EnumerateArray())
                    AddCall(call);
            }
        }
        // Some servers send an empty finish reason with each chunk.
        if (Property(choice, "finish_reason", JsonValueKind.String)?.GetString() is { Length: > 0 } reason)
            Finish(reason);
    }

    private void Finish(string reason)
    {
        _filtered = reason == "content_filter";
        _finishReason = reason switch
        {
            "length" or "max_tokens" => ChatFinishReason.Length,
            "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
            // Names for a normal end vary: stop, eos, end_turn. It did end of itself.
            _ => _calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        };
    }

    private void AddCall(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new ModelException(ModelError.Nonsense, "tool call");
        var id = Property(json, "id", JsonValueKind.String)?.GetString() is { Length: > 0 } given ? given : null;
        var call = Find(Property(json, "index", JsonValueKind.Number)?.GetInt32(), id);
        call.Id ??= id;
        if (Property(json, "function", JsonValueKind.Object) is not { } function)
            return;
        call.Name += Property(function, "name", JsonValueKind.String)?.GetString();
        call.Arguments.Append(Property(function, "arguments", JsonValueKind.String)?.GetString());
    }

    /// <summary>The call a part belongs to: by index; where a server sends no index, each new id begins a call.</summary>
    private PartialCall Find(int? index, string? id)
    {
        var call = index is not null
            ? _calls.Find(call => call.Index == index)
            : _calls.FindLast(call => id is null || call.Id == id);
        if (call is null)
            _calls.Add(call = new PartialCall { Index = index ?? _calls.Count });
        return call;
    }

    /// <summary>A call whose arguments are no JSON object goes on with an exception in it, for the loop to tell the model.</summary>
    private FunctionCallContent Whole(PartialCall call)
    {
        var text = call.Arguments.ToString();
        var arguments = ToolArguments.Read(text);
        return new FunctionCallContent(call.Id ?? $"call_{_calls.IndexOf(call) + 1}", call.Name, arguments)
        {
            Exception = arguments is null ? new FormatException("The arguments are not a JSON object.") : null,
        };
    }

    private static UsageDetails Usage(JsonElement usage) => new()
    {
        InputTokenCount = Count(usage, "prompt_tokens"),
        OutputTokenCount = Count(usage, "completion_tokens"),
        TotalTokenCount = Count(usage, "total_tokens"),
        CachedInputTokenCount = Property(usage, "prompt_tokens_details", JsonValueKind.Object) is { } prompt ? Count(prompt, "cached_tokens") : null,
        ReasoningTokenCount = Property(usage, "completion_tokens_details", JsonValueKind.Object) is { } completion ? Count(completion, "reasoning_tokens") : null,
    };

    /// <summary>Some servers count in fractional numbers, such as 12.0.</summary>
    private static long? Count(JsonElement json, string name) =>
        Property(json, name, JsonValueKind.Number) is not { } number ? null
        : number.TryGetInt64(out var whole) ? whole
        : number.TryGetDouble(out var about) && about is >= 0 and < long.MaxValue ? (long)Math.Round(about)
        : null;

    /// <summary>A provider may say anything here, and a name goes into records and traces.</summary>
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 120 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/' or '@');

    private static JsonElement? Property(JsonElement json, string name, JsonValueKind kind) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
