using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Tests.Unit.Tools;

public class ToolRegistryTests
{
    private static readonly ToolUse Use = new(Guid.Empty, Guid.Empty, 1);

    private sealed class Echo : Tool
    {
        public override string Name => "echo";

        public override string Does => "says it again";

        public override Dictionary<string, object?>? OfflineArguments(string question) =>
            question.StartsWith("echo ", StringComparison.Ordinal) ? new() { ["text"] = question[5..] } : null;

        public override string OfflineAnswer(string result, IDictionary<string, object?> arguments, string question) => $"You hear: {result}";

        protected override AIFunction Create(ToolUse use) => Function("Says it again.", (string text) => text);
    }

    [Fact]
    public void Tools_are_found_by_name_and_kept_in_order()
    {
        var registry = new ToolRegistry([new Echo(), new Calculator()]);
        Assert.Equal(["echo", "calculator"], registry.All.Select(tool => tool.Name));
        Assert.Equal("echo", registry.Find("echo")?.Title);
        Assert.Null(registry.Find("of_another_app"));
    }

    [Fact]
    public void Two_tools_of_one_name_are_one_too_many() =>
        Assert.Throws<ArgumentException>(() => new ToolRegistry([new Echo(), new Echo()]));

    [Fact]
    public void Model_sees_name_description_and_schema_as_the_class_says()
    {
        var function = new Echo().For(Use);
        Assert.Equal(("echo", "Says it again."), (function.Name, function.Description));
        Assert.True(function.JsonSchema.GetProperty("properties").TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Offline_assistant_uses_a_tool_that_it_has_never_heard_of()
    {
        Tool[] tools = [new Echo()];
        ChatMessage[] asked = [new(ChatRole.User, "echo hello")];
        var options = new ChatOptions { Tools = [new Echo().For(Use)] };
        var call = (await new OfflineAssistant(tools).GetResponseAsync(asked, options)).Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single();
        Assert.Equal(("echo", "hello"), (call.Name, call.Arguments!["text"]));
        ChatMessage[] done = [.. asked, new(ChatRole.Assistant, [call]), new(ChatRole.Tool, [new FunctionResultContent(call.CallId, "hello")])];
        Assert.StartsWith("You hear: hello", (await new OfflineAssistant(tools).GetResponseAsync(done, options)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_search_found_is_shown_as_sentences_and_what_cannot_be_read_as_it_is()
    {
        var search = new SearchConversations((_, _, _) => Task.FromResult<IReadOnlyList<FoundMessage>>([]));
        const string found = """[{"conversation_id":"00000000-0000-0000-0000-000000000000","seq":3,"title":"Summer","role":"user","excerpt":"To Norway.","created_at":"2026-05-03T08:00:00Z"}]""";
        Assert.Equal("You in “Summer”, 3 May 2026:\nTo Norway.", search.ShowResult(found));
        Assert.Equal("Nothing was found.", search.ShowResult("[]"));
        foreach (var other in new[] { "[{\"seq\":3}]", "[{", "17", "null" }) Assert.Equal(other, search.ShowResult(other));
    }
}
