using System.Diagnostics;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>The chat client against a model that fails in each of the ways that providers do.</summary>
public sealed class ModelFaultsTests : IAsyncLifetime
{
    private const string Key = "sk-very-secret-key";

    private FakeModelServer _model = null!;

    public async Task InitializeAsync() => _model = await FakeModelServer.StartAsync();

    public async Task DisposeAsync() => await _model.DisposeAsync();

    [Fact]
    public async Task An_answer_streams_with_its_usage_and_finish_reason()
    {
        _model.Next(ModelScript.Answers("Good", " morning ☀"));
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Client().GetStreamingResponseAsync([new(ChatRole.System, "Be kind."), new(ChatRole.System, "Notes."), new(ChatRole.User, "Hi")], Options()))
            updates.Add(update);

        Assert.Equal(["Good", " morning ☀"], updates.Select(update => update.Text).Where(text => text.Length > 0));
        var response = updates.ToChatResponse();
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((10, 5), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));

        var request = _model.Requests.Single();
        Assert.Equal("Bearer " + Key, request.Authorization);
        Assert.Equal("test-model", request.Model);
        Assert.Equal(["system", "user"], request.Messages.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal("Be kind.\n\nNotes.", request.Messages[0].GetProperty("content").GetString());
        Assert.Equal(0.7, request.Body.GetProperty("temperature").GetDouble());
        Assert.Equal(100, request.Body.GetProperty("max_tokens").GetInt32());
        Assert.Equal("calculator", request.Body.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Provider_says_which_model_it_used_and_counts_as_it_likes()
    {
        _model.Next(new ModelScript()
            .Event("""{"model":"test-model-2026-05-01","choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}""")
            .Event("""{"model":"Not a name, but a sentence.","choices":[],"usage":{"prompt_tokens":12.0,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":2}}}""")
            .Event("[DONE]"));
        var response = await Ask();
        Assert.Equal("test-model-2026-05-01", response.ModelId);
        var usage = response.Usage!;
        Assert.Equal((12, 3, 8, 2), (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
    }

    [Fact]
    public async Task Text_arrives_while_the_model_is_still_writing()
    {
        var gate = new TaskCompletionSource();
        _model.Next(new ModelScript().Text("First").Wait(gate.Task).Text(" second").Finish());
        await using var updates = Client().GetStreamingResponseAsync([new(ChatRole.User, "Hi")]).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal("First", updates.Current.Text);
        gate.SetResult();
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(" second", updates.Current.Text);
    }

    [Fact]
    public async Task Tool_calls_are_put_together_and_sent_back_with_their_results()
    {
        _model.Next(new ModelScript().ToolCall(0, "a", "calculator", """{"expression":"6*7"}""").ToolCall(1, "b", "calculator", """{"expression":"1+1"}""").Finish("tool_calls"));
        var calls = (await Ask()).Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
        Assert.Equal(["a: 6*7", "b: 1+1"], calls.Select(call => $"{call.CallId}: {call.Arguments!["expression"]}"));

        await Client().GetResponseAsync(
            [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, [.. calls]), new(ChatRole.Tool, [new FunctionResultContent("a", "42"), new FunctionResultContent("b", "2")])]);
        var sent = _model.Requests[1].Messages;
        Assert.Equal("""{"expression":"6*7"}""", sent[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal([("a", "42"), ("b", "2")], sent.Skip(2).Select(message => (message.GetProperty("tool_call_id").GetString(), message.GetProperty("content").GetString())));
    }

    [Fact]
    public async Task Calls_without_an_index_are_told_apart_by_their_ids()
    {
        const string call = """{"choices":[{"delta":{"tool_calls":[{"id":"ID","function":{"name":"calculator","arguments":"{\"expression\":\"1\"}"}}]}}]}""";
        _model.Next(new ModelScript().Event(call.Replace("ID", "x")).Event(call.Replace("ID", "y")).Finish());
        Assert.Equal(["x", "y"], (await Ask()).Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(c => c.CallId));
    }

    [Fact]
    public async Task Arguments_that_are_no_json_are_left_to_the_tool_loop()
    {
        _model.Next(new ModelScript().ToolCall(0, "a", "calculator", """{"expression": """).Finish("tool_calls"));
        var call = (await Ask()).Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single();
        Assert.NotNull(call.Exception);
    }

    [Fact]
    public async Task An_endpoint_without_a_key_sees_none()
    {
        await new OpenAIChatClient(new ModelOptions { Endpoint = _model.Endpoint }, "m").GetResponseAsync([new(ChatRole.User, "Hi")]);
        Assert.Null(_model.Requests.Single().Authorization);
    }

    [Theory]
    [InlineData(401, null, ModelError.NotAuthorised)]
    [InlineData(403, null, ModelError.NotAuthorised)]
    [InlineData(404, "model_not_found", ModelError.NotFound)]
    [InlineData(404, null, ModelError.NotFound)]
    [InlineData(400, null, ModelError.BadRequest)]
    [InlineData(422, null, ModelError.BadRequest)]
    [InlineData(400, "context_length_exceeded", ModelError.TooLong)]
    [InlineData(413, null, ModelError.TooLong)]
    [InlineData(400, "content_filter", ModelError.ContentFiltered)]
    public async Task A_refusal_is_told_by_its_kind_and_not_repeated(int status, string? code, ModelError kind)
    {
        _model.Next(new ModelScript().Status(status, code, $"Incorrect API key provided: {Key}"));
        await Fails(kind);
        Assert.Single(_model.Requests);
    }

    [Theory]
    [InlineData(429, ModelError.RateLimited)]
    [InlineData(500, ModelError.Unavailable)]
    [InlineData(503, ModelError.Unavailable)]
    public async Task A_passing_fault_is_retried_three_times(int status, ModelError kind)
    {
        _model.Otherwise = _ => new ModelScript().Status(status, message: Key);
        await Fails(kind);
        Assert.Equal(4, _model.Requests.Count);
    }

    [Fact]
    public async Task A_fault_that_passes_is_not_noticed()
    {
        _model.Next(new ModelScript().Status(503));
        _model.Next(new ModelScript().Status(429, retryAfter: "0"));
        Assert.Equal("You said: Hi", (await Ask()).Text);
    }

    [Fact]
    public async Task A_short_wait_that_the_provider_asks_for_is_kept()
    {
        _model.Next(new ModelScript().Status(429, retryAfter: "1"));
        var watch = Stopwatch.StartNew();
        Assert.Equal("You said: Hi", (await Ask()).Text);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task A_long_wait_is_told_instead()
    {
        _model.Next(new ModelScript().Status(429, retryAfter: "600"));
        var error = await Fails(ModelError.RateLimited);
        Assert.Equal(TimeSpan.FromMinutes(10), error.RetryAfter);
        Assert.Contains("in 10 minutes", error.Message, StringComparison.Ordinal);
        Assert.Single(_model.Requests);
    }

    [Fact]
    public async Task Used_up_credit_is_told() =>
        Assert.Contains("no credit left", (await FailsWith(new ModelScript().Status(429, "insufficient_quota", retryAfter: "600"), ModelError.RateLimited)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_broken_stream_is_told_and_not_repeated()
    {
        var seen = new TaskCompletionSource();
        _model.Next(new ModelScript().Text("Half an ans").Wait(seen.Task).Break());
        await using var updates = Client().GetStreamingResponseAsync([new(ChatRole.User, "Hi")]).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        seen.SetResult();
        var error = await Assert.ThrowsAsync<ModelException>(async () => await updates.MoveNextAsync());
        Assert.Equal(ModelError.BrokenStream, error.Kind);
        Assert.Single(_model.Requests);
    }

    [Fact]
    public async Task An_error_in_the_middle_is_told() =>
        await FailsWith(new ModelScript().Text("Half").ErrorChunk("key " + Key).Event("[DONE]"), ModelError.BrokenStream, textBefore: "Half");

    [Theory]
    [InlineData("[DONE]")]
    [InlineData("")]
    public async Task An_end_without_a_finish_reason_is_told(string end) =>
        await FailsWith(new ModelScript().Text("Half").Event(end), ModelError.NoFinishReason, textBefore: "Half");

    [Theory]
    [InlineData("text/html", "<!doctype html><title>Sign in to the network</title>")]
    [InlineData("application/json", """{"choices":[{"message":{"content":"not a stream"}}]}""")]
    [InlineData("text/event-stream", "")]
    [InlineData("text/event-stream", "data: [DONE]\n\n")]
    [InlineData("text/event-stream", "data: {\"choices\": [\n\n")]
    [InlineData("text/event-stream", "data: [1, 2]\n\n")]
    [InlineData("text/event-stream", "data: {\"choices\": [3]}\n\n")]
    [InlineData("application/octet-stream", "\u0000\u0001\u0002")]
    public async Task Nonsense_is_told(string contentType, string body) =>
        await FailsWith(new ModelScript().Body(contentType, body), ModelError.Nonsense);

    [Fact]
    public async Task Empty_choices_alone_are_no_answer() =>
        await FailsWith(new ModelScript().Event("""{"choices":[]}""").Event("[DONE]"), ModelError.NoFinishReason);

    [Theory]
    [InlineData("length", "length")]
    [InlineData("eos", "stop")]
    [InlineData("end_turn", "stop")]
    public async Task Other_finish_reasons_end_an_answer_too(string sent, string understood)
    {
        _model.Next(new ModelScript().Text("All").Finish(sent));
        Assert.Equal(understood, (await Ask()).FinishReason!.Value.Value);
    }

    [Fact]
    public async Task A_withheld_answer_is_told() =>
        await FailsWith(new ModelScript().Text("I will").Finish("content_filter"), ModelError.ContentFiltered, textBefore: "I will");

    [Fact]
    public async Task A_model_that_falls_silent_is_given_up()
    {
        var never = new TaskCompletionSource();
        await FailsWith(new ModelScript().Text("Hm").Wait(never.Task), ModelError.Timeout, textBefore: "Hm", TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task A_model_that_never_begins_is_given_up_once()
    {
        var never = new TaskCompletionSource();
        await FailsWith(new ModelScript().Wait(never.Task), ModelError.Timeout, timeout: TimeSpan.FromSeconds(0.5));
        Assert.Single(_model.Requests);
    }

    [Fact]
    public async Task Nobody_listening_is_told()
    {
        var endpoint = _model.Endpoint;
        await _model.DisposeAsync();
        var client = new OpenAIChatClient(new ModelOptions { Endpoint = endpoint, RetryDelay = TimeSpan.FromMilliseconds(1) }, "m");
        var error = await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync([new(ChatRole.User, "Hi")]));
        Assert.Equal(ModelError.Unreachable, error.Kind);
        Assert.DoesNotContain(endpoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_stops_the_model_and_is_no_error()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        _model.Next(new ModelScript().Text("Once upon").Wait(never.Task));
        var updates = Client().GetStreamingResponseAsync([new(ChatRole.User, "Hi")], cancellationToken: stop.Token).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await updates.MoveNextAsync());
        await updates.DisposeAsync();
        await _model.FirstAbort.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private OpenAIChatClient Client(TimeSpan? timeout = null) => new(
        new ModelOptions
        {
            Endpoint = _model.Endpoint,
            ApiKey = Key,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            StreamTimeout = timeout ?? TimeSpan.FromSeconds(30),
        },
        "test-model");

    private static ChatOptions Options() => new() { Temperature = 0.7f, MaxOutputTokens = 100, Tools = [new Calculator().For(new ToolUse(Guid.Empty, Guid.Empty, 1))] };

    private Task<ChatResponse> Ask() => Client().GetResponseAsync([new(ChatRole.User, "Hi")]);

    private Task<ModelException> FailsWith(ModelScript script, ModelError kind, string textBefore = "", TimeSpan? timeout = null)
    {
        _model.Next(script);
        return Fails(kind, textBefore, timeout);
    }

    private async Task<ModelException> Fails(ModelError kind, string textBefore = "", TimeSpan? timeout = null)
    {
        var text = "";
        var error = await Assert.ThrowsAsync<ModelException>(async () =>
        {
            await foreach (var update in Client(timeout).GetStreamingResponseAsync([new(ChatRole.User, "Hi")]))
                text += update.Text;
        });
        Assert.Equal(kind, error.Kind);
        Assert.Equal(textBefore, text);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Cause ?? "", StringComparison.Ordinal);
        return error;
    }
}
