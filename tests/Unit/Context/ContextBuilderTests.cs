using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Tests.Unit.Context;

public class ContextBuilderTests
{
    private static readonly ToolUse Use = new(Guid.Empty, Guid.Empty, 1);

    private static readonly TokenCounter Counter = Tokenizers.For("gpt-4o");

    [Fact]
    public void Everything_goes_in_when_there_is_room()
    {
        var plan = ContextBuilder.Build(Request(8000, Talk(6)) with { SystemPrompt = "Be kind.", Summary = new("They met.", 0) });

        Assert.Equal(["system", "system", "user", "assistant", "user", "assistant", "user", "assistant", "user"], Roles(plan));
        Assert.Equal("Be kind.", plan.Messages[0].Text);
        Assert.EndsWith("They met.", plan.Messages[1].Text, StringComparison.Ordinal);
        Assert.Empty(plan.Record.LeftOut);
        AssertTrue(plan);
    }

    [Fact]
    public void The_newest_messages_that_fit_go_in_without_a_gap()
    {
        var talk = Talk(20);
        talk[10] = talk[10] with { Content = string.Join(' ', Enumerable.Repeat("long", 500)) };
        var plan = ContextBuilder.Build(Request(400, talk));

        Assert.Equal(Enumerable.Range(12, 10), plan.Record.Sent.Select(sent => sent.Seq));
        Assert.Equal(Enumerable.Range(1, 11), plan.Record.LeftOut.Select(left => left.Seq));
        Assert.All(plan.Record.LeftOut, left => Assert.Equal("budget", left.Reason));
        AssertTrue(plan);
    }

    [Fact]
    public void Messages_that_the_summary_stands_for_stay_out()
    {
        var plan = ContextBuilder.Build(Request(8000, Talk(10)) with { Summary = new("They met.", 6) });
        Assert.Equal([7, 8, 9, 10, 11], plan.Record.Sent.Select(sent => sent.Seq));
        Assert.All(plan.Record.LeftOut, left => Assert.Equal("summarised", left.Reason));
    }

    [Fact]
    public void The_last_message_goes_in_whole_at_the_cost_of_the_rest()
    {
        var question = Words(150);
        var budget = Counter.Count(question) + ChatTokens.PerMessage + ChatTokens.PerReply;
        var plan = ContextBuilder.Build(Request(budget, [.. Talk(4)[..4], new(5, "user", question, [])]) with
        {
            SystemPrompt = Words(40),
            Summary = new(Words(40), 1),
        });

        Assert.Equal([question], plan.Messages.Select(message => message.Text));
        Assert.Equal((0, true), (plan.Record.System!.Tokens, plan.Record.System.Cut));
        Assert.Equal((0, true), (plan.Record.Summary!.Tokens, plan.Record.Summary.Cut));
        AssertTrue(plan);
    }

    [Fact]
    public void The_summary_gives_way_before_the_system_prompt()
    {
        var plan = ContextBuilder.Build(Request(200, Talk(0)) with { SystemPrompt = Words(60), Summary = new(Words(500), 9) });
        Assert.False(plan.Record.System!.Cut);
        Assert.True(plan.Record.Summary!.Cut);
        Assert.EndsWith(ContextBuilder.CutMark, plan.Messages[1].Text, StringComparison.Ordinal);
        AssertTrue(plan);
    }

    [Fact]
    public void A_last_message_longer_than_the_budget_is_cut_with_a_mark_and_leaves_room_for_the_system_prompt()
    {
        var plan = ContextBuilder.Build(Request(200, [new(1, "user", Words(2000), [])]) with { SystemPrompt = Words(1000) });
        Assert.EndsWith(ContextBuilder.CutMark, plan.Messages[^1].Text, StringComparison.Ordinal);
        Assert.True(plan.Record.Sent[^1].Cut);
        Assert.True(plan.Record.System is { Cut: true, Tokens: > 20 and <= 50 });
        Assert.True(plan.Record.Total > 190);
        AssertTrue(plan);
    }

    [Fact]
    public void Tool_calls_and_their_results_go_together_or_not_at_all()
    {
        ToolCall[] calls = [new("c1", "calculator", """{"expression":"6*7"}""", "ok", "42"), new("c2", "current_time", "{}", "ok", "noon")];
        ContextMessage[] talk = [new(1, "user", "What is 6*7?", []), new(2, "assistant", "It is 42.", calls), new(3, "user", "Thanks", [])];
        for (var budget = ContextRequest.LeastBudget; budget < 200; budget++)
        {
            var plan = ContextBuilder.Build(Request(budget, talk));
            var asked = plan.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.CallId);
            var answered = plan.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId);
            Assert.Equal(asked, answered);
            Assert.Equal(asked.Any() ? 1 : 0, plan.Messages.Count(message => message.Text == "It is 42."));
            AssertTrue(plan);
        }
        var whole = ContextBuilder.Build(Request(1000, talk));
        Assert.Equal(["user", "assistant", "tool", "tool", "assistant", "user"], Roles(whole));
    }

    [Fact]
    public void Empty_messages_and_orphaned_results_are_skipped()
    {
        var plan = ContextBuilder.Build(Request(1000,
            [new(1, "user", "One", []), new(2, "assistant", " ", []), new(3, "tool", "42", []), new(4, "user", "Two", []), new(5, "assistant", "Late", [])]));
        Assert.Equal(["One", "Two"], plan.Messages.Select(message => message.Text));
        Assert.Equal([(2, "empty"), (3, "empty"), (5, "later")], plan.Record.LeftOut.Select(left => (left.Seq, left.Reason)));
    }

    [Fact]
    public void Tools_count_and_stay_out_of_a_small_budget()
    {
        AIFunctionDeclaration[] tools = [new Calculator().For(Use), new CurrentTime(TimeProvider.System).For(Use)];
        var large = ContextBuilder.Build(Request(8000, Talk(2)) with { Tools = tools, ToolRoom = 1000 });
        Assert.True(large.IncludeTools);
        Assert.True(large.Record.Tools > 100);
        Assert.True(large.Room >= 1000);
        AssertTrue(large);

        var small = ContextBuilder.Build(Request(100, Talk(2)) with { Tools = tools });
        Assert.False(small.IncludeTools);
        Assert.Equal(0, small.Record.Tools);
        AssertTrue(small);
    }

    [Fact]
    public void Known_counts_are_used()
    {
        var plan = ContextBuilder.Build(Request(1000, [new(1, "user", "One", [], Tokens: 100), new(2, "user", "Two", [], Tokens: 50)]));
        Assert.Equal([104, 54], plan.Record.Sent.Select(sent => sent.Tokens));
    }

    [Fact]
    public void A_budget_too_small_for_anything_is_refused() =>
        Assert.Throws<ArgumentException>(() => ContextBuilder.Build(Request(ContextRequest.LeastBudget - 1, Talk(0))));

    [Fact]
    public void A_conversation_without_a_question_is_refused() =>
        Assert.Throws<ArgumentException>(() => ContextBuilder.Build(Request(1000, [new(1, "assistant", "Hello", [])])));

    [Fact]
    public void The_record_survives_its_json()
    {
        var record = ContextBuilder.Build(Request(300, Talk(20)) with { SystemPrompt = "Be kind.", Summary = new("They met.", 3) }).Record;
        var json = record.ToJson();
        Assert.Equal(json, ContextRecord.FromJson(json).ToJson());
        Assert.Equal(record.LeftOut, ContextRecord.FromJson(json).LeftOut);
        Assert.Equal(3, ContextRecord.FromJson(json).Summary?.ThroughSeq);
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gpt-4")]
    [InlineData("claude-sonnet-4")]
    public void No_mixture_ever_goes_above_the_budget(string model)
    {
        var counter = Tokenizers.For(model);
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var request = new ContextRequest
            {
                Budget = random.Next(ContextRequest.LeastBudget, random.Next(2) == 0 ? 120 : 2000),
                Counter = counter,
                Messages = [.. Enumerable.Range(1, random.Next(30)).Select(seq => RandomMessage(random, seq)), new(99, "user", "?" + RandomText(random), [])],
                SystemPrompt = random.Next(3) > 0 ? RandomText(random) : null,
                Summary = random.Next(3) > 0 ? new(RandomText(random), random.Next(20)) : null,
                Tools = random.Next(2) > 0 ? [new Calculator().For(Use)] : [],
                ToolRoom = random.Next(200),
            };
            AssertTrue(ContextBuilder.Build(request), counter);
        }
    }

    private static ContextMessage RandomMessage(Random random, int seq) => random.Next(5) switch
    {
        0 => new(seq, "assistant", "", []),
        1 => new(seq, "assistant", RandomText(random), [new("c", "calculator", "{}", "ok", RandomText(random))]),
        2 => new(seq, "assistant", RandomText(random), []),
        _ => new(seq, "user", RandomText(random), []),
    };

    private static string RandomText(Random random)
    {
        string[] alphabet = ["word ", "a", "👩‍👩‍👧", "日本", "\n", "  ", "\uD800", "e\u0301", "النص ", "123", " […]", "://"];
        return string.Concat(Enumerable.Range(0, random.Next(random.Next(2) == 0 ? 10 : 400)).Select(_ => alphabet[random.Next(alphabet.Length)]));
    }

    private static ContextRequest Request(int budget, IReadOnlyList<ContextMessage> messages) =>
        new() { Budget = budget, Counter = Counter, Messages = messages };

    /// <summary>So many messages by turns, and a last one of the person's.</summary>
    private static List<ContextMessage> Talk(int count) =>
        [.. Enumerable.Range(1, count + 1).Select(seq => new ContextMessage(seq, seq % 2 == 1 || seq == count + 1 ? "user" : "assistant", $"Message {seq}: " + Words(10), []))];

    private static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "rain" : "shine"));

    private static IEnumerable<string> Roles(ContextPlan plan) => plan.Messages.Select(message => message.Role.Value);

    /// <summary>What the record says is what the messages really count, and within the budget.</summary>
    private static void AssertTrue(ContextPlan plan, TokenCounter? counter = null)
    {
        counter ??= Counter;
        var record = plan.Record;
        var counted = ChatTokens.PerReply + record.Tools + plan.Messages.Sum(message => ChatTokens.PerMessage + message.Contents.Sum(content => content switch
        {
            FunctionCallContent call => ChatTokens.Call(counter, call.Name, call.Arguments!.Count == 0 ? "{}" : """{"expression":"6*7"}"""),
            FunctionResultContent result => counter.Count(result.Result!.ToString()!),
            _ => counter.Count(content.ToString()!),
        }));
        var listed = record.Overhead + record.Tools + (record.System?.Tokens ?? 0) + (record.Summary?.Tokens ?? 0) + record.Sent.Sum(sent => sent.Tokens);
        Assert.Equal(counted, record.Total);
        Assert.Equal(listed, record.Total);
        Assert.Equal(record.Budget, record.Total + plan.Room);
        Assert.True(record.Total <= record.Budget, $"{record.Total} of {record.Budget}");
    }
}
