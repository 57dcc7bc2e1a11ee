using System.Runtime.CompilerServices;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Tests.Unit.Tools;

public class ToolLoopTests
{
    private static readonly ToolUse Use = new(Guid.Empty, Guid.Empty, 1);

    private static readonly ChatOptions WithTools = new() { Tools = [new Calculator().For(Use), Slow(), Broken()] };

    [Fact]
    public async Task Plain_text_passes_through()
    {
        var parts = await Run(new ScriptedModel(["Hello", " world"]));
        Assert.Equal([new TextDelta("Hello"), new TextDelta(" world"), new Completed("stop", 5, 7)], parts);
    }

    [Fact]
    public async Task A_call_is_run_and_its_result_goes_back_to_the_model()
    {
        var model = new ScriptedModel(["Let me see. ", Call("calculator", ("expression", "6*7"))], ["It is 42."]);
        var parts = await Run(model);

        Assert.Equal(
            [
                new TextDelta("Let me see. "),
                new ToolStarted("id-calculator", "calculator", """{"expression":"6*7"}"""),
                new ToolFinished(new ToolCall("id-calculator", "calculator", """{"expression":"6*7"}""", "ok", "42")),
                new TextDelta("It is 42."),
                new Completed("stop", 10, 14),
            ],
            parts);
        var second = model.Requests[1];
        Assert.Equal("42", second[^1].Contents.OfType<FunctionResultContent>().Single().Result);
        Assert.Equal(ChatRole.Assistant, second[^2].Role);
    }

    [Theory]
    [InlineData("unknown", "expression", "1", "failed", "no tool of this name")]
    [InlineData("calculator", "expression", "1/0", "failed", "Division by zero")]
    [InlineData("calculator", "wrong", "1", "failed", "do not fit")]
    [InlineData("broken", "x", "1", "failed", "The tool failed")]
    [InlineData("slow", "x", "1", "timeout", "did not answer")]
    public async Task A_failed_call_is_told_to_the_model_and_the_reply_goes_on(string tool, string argument, string value, string status, string output)
    {
        var model = new ScriptedModel([Call(tool, (argument, value))], ["Sorry."]);
        var parts = await Run(model, new ToolLimits { CallTimeout = tool == "slow" ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromSeconds(30) });

        var call = parts.OfType<ToolFinished>().Single().Call;
        Assert.Equal(status, call.Status);
        Assert.Contains(output, call.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", call.Output, StringComparison.Ordinal);
        Assert.Contains(output, model.Requests[1][^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString(), StringComparison.Ordinal);
        Assert.Equal(new TextDelta("Sorry."), parts[^2]);
    }

    [Fact]
    public async Task Arguments_that_are_no_object_fail()
    {
        var call = new FunctionCallContent("1", "calculator") { Exception = new FormatException() };
        var parts = await Run(new ScriptedModel([call], ["Sorry."]));
        Assert.Equal("failed", parts.OfType<ToolFinished>().Single().Call.Status);
    }

    [Fact]
    public async Task After_the_last_round_the_model_must_answer()
    {
        var model = new ScriptedModel([Call("calculator", ("expression", "1+1"))], [Call("calculator", ("expression", "1+2"))], ["Enough."]);
        var parts = await Run(model, new ToolLimits { MaxRounds = 2 });
        Assert.Equal(2, parts.OfType<ToolFinished>().Count());
        Assert.Equal([false, false, true], model.Options.Select(options => options.ToolMode is NoneChatToolMode));
    }

    [Fact]
    public async Task A_model_that_only_calls_tools_is_stopped()
    {
        var model = new ScriptedModel([.. Enumerable.Repeat<object[]>([Call("calculator", ("expression", "1"))], 10)]);
        var error = await Assert.ThrowsAsync<ModelException>(() => Run(model));
        Assert.Equal(ModelError.ToolLimit, error.Kind);
        Assert.Equal(6, model.Requests.Count);
    }

    [Fact]
    public async Task The_time_of_a_reply_is_limited()
    {
        var error = await Assert.ThrowsAsync<ModelException>(() => Run(new ScriptedModel([Call("slow")]), new ToolLimits { TotalTime = TimeSpan.FromMilliseconds(100) }));
        Assert.Equal(ModelError.Timeout, error.Kind);
    }

    [Fact]
    public async Task Cancelling_is_not_an_error_of_the_model()
    {
        using var cancel = new CancellationTokenSource();
        cancel.CancelAfter(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(new ScriptedModel([Call("slow")]), cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Results_stay_within_the_room_of_the_context()
    {
        var found = new FoundMessage(Guid.Empty, 1, "Trip", "user", string.Join(' ', Enumerable.Repeat("rain", 500)), default);
        var search = new SearchConversations((_, _, _) => Task.FromResult<IReadOnlyList<FoundMessage>>([found, found, found])).For(Use);
        var model = new ScriptedModel([Call("search_conversations", ("query", "rain"))], ["Done."]);
        await Run(model, new ToolLimits { Room = 120 }, new ChatOptions { Tools = [search] });

        var counter = Tokenizers.For("gpt-4o");
        var added = model.Requests[1].Skip(1).SelectMany(message => message.Contents);
        var tokens = added.Sum(content => ChatTokens.PerMessage + (content switch
        {
            FunctionCallContent call => ChatTokens.Call(counter, call.Name, ToolArguments.Write(call.Arguments)),
            FunctionResultContent result => counter.Count(result.Result!.ToString()!),
            _ => 0,
        }));
        Assert.InRange(tokens, 100, 120);
    }

    [Fact]
    public void Stored_calls_fit_their_size()
    {
        var output = string.Concat(Enumerable.Repeat("日\"\n", 3000));
        for (var count = 0; count < 40; count++)
        {
            var calls = Enumerable.Range(0, count).Select(i => new ToolCall($"call_{i}", "search_conversations", $$"""{"query":"{{new string('x', 300)}}"}""", "ok", output)).ToList();
            var fitted = ToolCallRecord.Fit(calls, 2000);
            Assert.True(ToolCallRecord.Size(fitted) <= 2000);
            Assert.Equal(Math.Min(count, 1), Math.Min(fitted.Count, 1));
            Assert.All(fitted, call => Assert.NotNull(ToolArguments.Read(call.Input)));
        }
    }

    private static async Task<List<ReplyPart>> Run(
        ScriptedModel model, ToolLimits? limits = null, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var inUse = new ModelInUse(model, "gpt-4o", Tokenizers.For("gpt-4o"), IsOffline: false);
        var parts = new List<ReplyPart>();
        await foreach (var part in new ToolLoop(inUse, limits ?? new ToolLimits()).RunAsync([new(ChatRole.User, "Go")], options ?? WithTools, cancellationToken))
            parts.Add(part);
        return parts;
    }

    private static FunctionCallContent Call(string name, params (string Key, object? Value)[] arguments) =>
        new("id-" + name, name, arguments.ToDictionary(argument => argument.Key, argument => argument.Value));

    private static AIFunction Slow() => AIFunctionFactory.Create(() => new TaskCompletionSource<string>().Task, "slow");

    private static AIFunction Broken() => AIFunctionFactory.Create(string () => throw new InvalidDataException("a secret"), "broken");

    /// <summary>A model at the process boundary: answers each request with the next script of texts and calls.</summary>
    private sealed class ScriptedModel(params object[][] rounds) : IChatClient
    {
        public List<List<ChatMessage>> Requests { get; } = [];

        public List<ChatOptions> Options { get; } = [];

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            Requests.Add([.. messages]);
            Options.Add(options!);
            foreach (var step in rounds[Requests.Count - 1])
                yield return new ChatResponseUpdate(ChatRole.Assistant, [step as AIContent ?? new TextContent((string)step)]);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 5, OutputTokenCount = 7 })])
            {
                FinishReason = ChatFinishReason.Stop,
            };
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}
