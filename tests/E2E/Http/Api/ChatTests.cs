using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class ChatTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task First_message_begins_a_conversation_and_the_second_goes_on_with_it()
    {
        var ada = await portal.KeyOf("ada");
        var first = await ada.ChatAsync("Good morning");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(
            ["conversation_id", "message", "tool_calls", "token_count", "message_count", "is_new_conversation"],
            first.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("You said: Good morning", first.Text("message"));
        Assert.True(first["is_new_conversation"].GetBoolean());
        Assert.Equal(2, first.Number("message_count"));
        Assert.InRange(first.Number("token_count"), 4, 6);
        Assert.Empty(first["tool_calls"].EnumerateArray());

        var second = await ada.ChatAsync("And now?", first.Text("conversation_id"));
        Assert.Equal(first.Text("conversation_id"), second.Text("conversation_id"));
        Assert.False(second["is_new_conversation"].GetBoolean());
        Assert.Equal(4, second.Number("message_count"));
    }

    [Fact]
    public async Task Names_may_be_in_camel_case_and_oneself_may_be_named()
    {
        var ada = await portal.KeyOf("ada");
        var first = await ada.ChatAsync("Hello");
        var second = await ada.CallAsync(HttpMethod.Post, "/api/agent/chat", new
        {
            message = "Again",
            conversationId = first.Text("conversation_id"),
            userId = await portal.IdOf("ada"),
            somethingElse = 1,
        });
        Assert.Equal(first.Text("conversation_id"), second.Text("conversation_id"));
    }

    [Fact]
    public async Task Tool_calls_are_told_with_the_reply()
    {
        portal.When("What is 6*7?",
            new ModelScript().ToolCall(0, "call-1", "calculator", """{"expression":"6*7"}""").Finish("tool_calls"),
            ModelScript.Answers("It is 42."));
        var ada = await portal.KeyOf("ada");
        var answer = await ada.ChatAsync("What is 6*7?");
        Assert.Equal("It is 42.", answer.Text("message"));
        var call = Assert.Single(answer["tool_calls"].EnumerateArray());
        Assert.Equal(
            ("calculator", """{"expression":"6*7"}""", "ok", "42"),
            (Text("name"), Text("input"), Text("status"), Text("output")));
        Assert.Equal(
            ["start", "tool_call", "delta", "done"],
            await ada.StreamChatAsync("What is 6*7?").Select(e => e.Type).Distinct().ToListAsync());

        string? Text(string name) => call.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Events_come_in_order_and_as_the_model_writes()
    {
        var gate = new TaskCompletionSource();
        portal.When("Slowly", new ModelScript().Text("One ").Wait(gate.Task).Text("two").Finish());
        var ada = await portal.KeyOf("ada");
        await using var events = ada.StreamChatAsync("Slowly").GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        var (start, began) = events.Current;
        Assert.Equal("start", start);
        Assert.Equal((1, true), (began.GetProperty("user_seq").GetInt32(), began.GetProperty("is_new_conversation").GetBoolean()));

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("delta", "One "), (events.Current.Type, events.Current.Data.GetProperty("text").GetString()));
        gate.SetResult();

        var text = "";
        while (await events.MoveNextAsync() && events.Current.Type == "delta") text += events.Current.Data.GetProperty("text").GetString();
        Assert.Equal("two", text);
        Assert.Equal("done", events.Current.Type);
        Assert.Equal("One two", events.Current.Data.GetProperty("message").GetString());
        Assert.Equal(began.GetProperty("conversation_id").GetString(), events.Current.Data.GetProperty("conversation_id").GetString());
        Assert.Equal(2, events.Current.Data.GetProperty("message_count").GetInt32());
        Assert.False(await events.MoveNextAsync());
    }
}
