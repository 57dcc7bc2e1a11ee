using System.Diagnostics;
using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>What a collector gets to know, and what it does not.</summary>
public sealed class TelemetryTests(MonitoredPortal portal) : IClassFixture<MonitoredPortal>
{
    private static readonly string[] OurSpans = ["send", "reply", "context", "chat test-model", "execute_tool calculator", "execute_tool unknown", "search"];

    [Fact]
    public async Task Send_with_two_rounds_of_tools_is_one_trace_in_order()
    {
        const string question = "Question-marked-aardvark: what is 6*7, and that plus one?";
        portal.When(question,
            new ModelScript().Text("Thought-marked-badger").ToolCall(0, "call-1", "calculator", """{"expression":"6*7"}""").Finish("tool_calls", 20, 7),
            new ModelScript().ToolCall(0, "Id-marked-cormorant", "calculator", """{"expression":"42+1","note":"Argument-marked-dingo"}""").Finish("tool_calls", 40, 8),
            ModelScript.Answers("Answer-marked-echidna: 43."));
        await portal.Database.RunAsync("UPDATE app.agents SET system_prompt = 'Prompt-marked-ferret'");
        var ada = await portal.KeyOf("ada");
        using var trace = Begun();
        Assert.Equal(HttpStatusCode.OK, (await ada.ChatAsync(question)).Status);

        // The request's own span ends last.
        var spans = await SpansAsync(trace, span => span.Name.Contains("/api/agent/chat", StringComparison.Ordinal));
        Assert.Equal(
            ["send", "reply", "context", "chat test-model", "execute_tool calculator", "chat test-model", "execute_tool calculator", "chat test-model"],
            spans.Where(s => s.StartedAt <= LastChatOf(spans) && OurSpans.Contains(s.Name)).Select(s => s.Name));
        var reply = spans.Single(s => s.Name == "reply");
        Assert.Equal(spans.Single(s => s.Name == "send").Id, reply.Parent);
        Assert.All(Within(spans, reply), span => Assert.Equal(reply.Id, span.Parent));
        var first = spans.First(s => s.Name == "chat test-model");
        Assert.Equal(("20", "7"), (first.Attributes["gen_ai.usage.input_tokens"], first.Attributes["gen_ai.usage.output_tokens"]));
        Assert.Contains(spans, span => span.Attributes.ContainsKey("db.npgsql.data_source"));
        await AssertNothingSaidAsync();
    }

    [Fact]
    public async Task Failing_provider_and_invented_tool_tell_no_text_either()
    {
        const string question = "Question-marked-gecko";
        portal.When(question,
            new ModelScript().ToolCall(0, "a", "Tool-marked-heron", """{"x":"Argument-marked-ibex"}""").Finish("tool_calls"),
            new ModelScript().Status(400, "Code-marked-jackal", $"Error-marked-kudu about '{question}'"));
        var ada = await portal.KeyOf("ada");
        using var trace = Begun();
        Assert.NotEqual(HttpStatusCode.OK, (await ada.ChatAsync(question)).Status);

        var spans = await SpansAsync(trace, span => span.Name == "reply");
        Assert.Contains(spans, span => span.Name == "execute_tool unknown");
        Assert.Equal("BadRequest", spans.Single(s => s.Name == "reply").Attributes["error.type"]);
        Assert.Equal(2, spans.Count(s => s.Name == "chat test-model"));
        await AssertNothingSaidAsync();
    }

    [Fact]
    public async Task Search_is_measured_without_its_words()
    {
        var ada = await portal.KeyOf("ada");
        using var trace = Begun();
        await ada.GetJsonAsync("/api/search?q=Word-marked-lemur");
        Assert.Contains(await SpansAsync(trace, span => span.Name == "search"), span => span.Name == "search");
        await Until.TrueAsync(() => Task.FromResult(portal.Collector.AllOf("metrics").Contains("conversation_memory.operation.duration", StringComparison.Ordinal)));
        await AssertNothingSaidAsync();
    }

    [Fact]
    public async Task Failing_statement_is_not_told()
    {
        using var trace = Begun();
        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(async () =>
        {
            await using var command = ((Data.AppDataSource)portal.Services.GetService(typeof(Data.AppDataSource))!).Source
                .CreateCommand("SELECT 'Literal-marked-mongoose'::int");
            await command.ExecuteScalarAsync();
        });
        var ada = await portal.KeyOf("ada");
        await ada.GetJsonAsync("/api/search?q=Word-marked-narwhal");
        await SpansAsync(trace, span => span.Name == "search");
        await AssertNothingSaidAsync();
    }

    private static Activity Begun()
    {
        var trace = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        trace.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        return trace.Start();
    }

    // A span is sent when it ends: the last one to end is waited for.
    private async Task<IReadOnlyList<CollectedSpan>> SpansAsync(Activity trace, Func<CollectedSpan, bool> isLast)
    {
        IReadOnlyList<CollectedSpan> Come() => portal.Collector.SpansOf(trace.TraceId.ToHexString());
        await Until.TrueAsync(() => Task.FromResult(Come().Any(isLast)));
        return Come();
    }

    private static ulong LastChatOf(IReadOnlyList<CollectedSpan> spans) => spans.Where(s => s.Parent == spans.Single(r => r.Name == "reply").Id).Max(s => s.StartedAt);

    private static IEnumerable<CollectedSpan> Within(IReadOnlyList<CollectedSpan> spans, CollectedSpan reply) =>
        spans.Where(s => s.StartedAt > reply.StartedAt && s.StartedAt <= LastChatOf(spans) && (s.Name is "context" || s.Name.StartsWith("chat", StringComparison.Ordinal) || s.Name.StartsWith("execute", StringComparison.Ordinal)));

    private async Task AssertNothingSaidAsync()
    {
        // Two more exports, so that nothing is still on its way.
        var before = portal.Collector.Everything.Length;
        await Until.TrueAsync(() => Task.FromResult(portal.Collector.Everything.Length > before));
        var everything = portal.Collector.Everything;
        // Pools of other tests in this process are told by their connection strings, the app's by a name; passwords are in neither.
        var password = new Npgsql.NpgsqlConnectionStringBuilder(portal.Database.Connections.App).Password;
        foreach (var secret in new[] { "marked", "key-of-the-model", "::int", password }.OfType<string>())
            Assert.DoesNotContain(secret, everything, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(portal.Collector.AllOf("logs"));
    }
}
