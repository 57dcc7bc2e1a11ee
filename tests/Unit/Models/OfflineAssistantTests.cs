using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Tests.Unit.Models;

public class OfflineAssistantTests
{
    private static readonly ToolUse Use = new(Guid.Empty, Guid.Empty, 1);

    private static readonly Tool[] Known =
        [new CurrentTime(TimeProvider.System), new Calculator(), new SearchConversations((_, _, _) => Task.FromResult<IReadOnlyList<FoundMessage>>([]))];

    private static readonly FoundMessage Trip = new(
        Guid.Empty, 3, "Summer *trip*", "user", "We go to Norway\nin July.", new DateTimeOffset(2026, 5, 3, 8, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("12 * 12", "144")]
    [InlineData("What is (3+4)*2?", "14")]
    [InlineData("wie viel ist 3*4", "12")]
    [InlineData("15% of 80", "12")]
    [InlineData("sqrt(81)", "9")]
    [InlineData("计算 6×7", "42")]
    public async Task Sums_are_calculated(string question, string result)
    {
        var answer = await Ask(question);
        Assert.Contains($"**{result}**", answer, StringComparison.Ordinal);
        Assert.Contains("not a language model", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_without_a_result_says_why() =>
        Assert.Contains("Division by zero", await Ask("what is 1/0?"), StringComparison.Ordinal);

    [Theory]
    [InlineData("What time is it?")]
    [InlineData("what's the date")]
    [InlineData("Wie spät ist es?")]
    [InlineData("现在几点了")]
    public async Task The_time_is_told(string question) => Assert.StartsWith("It is **", await Ask(question), StringComparison.Ordinal);

    [Theory]
    [InlineData("Where do we go in summer?")]
    [InlineData("my number is 555-1234-99")]
    [InlineData("I was born on 1990-05-03")]
    [InlineData("what time did we agree on for the trip?")]
    [InlineData("\uD800 💥 <script>alert(1)</script>")]
    [InlineData("مرحبا، أين نذهب؟")]
    public async Task Anything_else_is_looked_up_and_quoted(string question)
    {
        var answer = await Ask(question);
        Assert.Contains("> We go to Norway\n> in July.", answer, StringComparison.Ordinal);
        Assert.Contains(@"You in “Summer \*trip\*”, 3 May 2026", answer, StringComparison.Ordinal);
        Assert.Contains("not a language model", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_found_is_said() => Assert.StartsWith("I found nothing", await Ask("Where?", found: []), StringComparison.Ordinal);

    [Fact]
    public async Task Without_tools_it_still_answers()
    {
        var response = await new OfflineAssistant(Known).GetResponseAsync([new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hello")]);
        Assert.Contains("not a language model", response.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.True(response.Usage!.InputTokenCount > 3 && response.Usage.OutputTokenCount > 10);
    }

    [Fact]
    public async Task An_earlier_tool_result_does_not_answer_a_new_question()
    {
        ChatMessage[] history =
        [
            new(ChatRole.User, "1+1"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "calculator", new Dictionary<string, object?> { ["expression"] = "1+1" })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "2")]),
            new(ChatRole.Assistant, "`1+1` = **2**"),
            new(ChatRole.User, "2+2"),
        ];
        var response = await new OfflineAssistant(Known).GetResponseAsync(history, new ChatOptions { Tools = [new Calculator().For(Use)] });
        var call = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single();
        Assert.Equal("2+2", call.Arguments!["expression"]);
    }

    [Fact]
    public async Task It_speaks_word_by_word()
    {
        var words = await new OfflineAssistant(Known).GetStreamingResponseAsync([new(ChatRole.User, "Hello")]).CountAsync();
        Assert.True(words > 10);
    }

    private static async Task<string> Ask(string question, IReadOnlyList<FoundMessage>? found = null)
    {
        AIFunction[] tools =
        [
            new Calculator().For(Use),
            new CurrentTime(TimeProvider.System).For(Use),
            new SearchConversations((_, _, _) => Task.FromResult(found ?? [Trip])).For(Use),
        ];
        var model = new ModelInUse(new OfflineAssistant(Known), OfflineAssistant.ModelName, Tokenizers.For("offline"), IsOffline: true);
        var loop = new ToolLoop(model, new ToolLimits());
        var text = "";
        await foreach (var part in loop.RunAsync([new(ChatRole.User, question)], new ChatOptions { Tools = [.. tools] }, CancellationToken.None))
            text += (part as TextDelta)?.Text;
        return text;
    }
}
