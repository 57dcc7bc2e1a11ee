using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>The same send twice is one message.</summary>
public sealed class RepeatTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Repeat_gets_the_same_answer_and_sends_nothing()
    {
        var ada = await portal.KeyOf("ada");
        var first = await ada.ChatAsync("Once", key: "a key of any form");
        var repeat = await ada.ChatAsync("Once", key: "a key of any form");
        Assert.Equal(first.Json.GetRawText(), repeat.Json.GetRawText());
        Assert.Equal(2, (await ada.MessagesOf(first.Text("conversation_id")!)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Repeats_at_the_same_moment_wait_for_the_one_reply(bool inNewConversation)
    {
        var text = $"At once, new: {inNewConversation}";
        var gate = new TaskCompletionSource();
        portal.When(text, new ModelScript().Wait(gate.Task).Text("Here").Finish());
        var ada = await portal.KeyOf("ada");
        var conversation = inNewConversation ? null : (await ada.ChatAsync("Begin")).Text("conversation_id");
        var before = portal.Model.Requests.Count;

        var sends = Enumerable.Range(0, 8).Select(_ => ada.ChatAsync(text, conversation, key: text)).ToList();
        await Until.TrueAsync(() => Task.FromResult(portal.Model.Requests.Skip(before).Any(r => r.LastUserText == text)));
        gate.SetResult();
        var answers = await Task.WhenAll(sends);

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.OK, "Here"), (a.Status, a.Text("message"))));
        var id = Assert.Single(answers.Select(a => a.Text("conversation_id")).Distinct());
        Assert.Equal(inNewConversation ? 2 : 4, (await ada.MessagesOf(id!)).Count);
        Assert.Equal(1, portal.Model.Requests.Count(r => r.LastUserText == text));
    }

    [Fact]
    public async Task Key_of_another_message_is_refused()
    {
        var ada = await portal.KeyOf("ada");
        await ada.ChatAsync("One", key: "reused");
        var elsewhere = await ada.ChatAsync("Elsewhere");
        var otherText = await ada.ChatAsync("Two", key: "reused");
        var otherPlace = await ada.ChatAsync("One", elsewhere.Text("conversation_id"), key: "reused");
        Assert.All([otherText, otherPlace], refused =>
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "key_reused"), (refused.Status, refused.Text("code"))));
    }

    [Fact]
    public async Task Two_people_may_use_the_same_key()
    {
        var ada = await (await portal.KeyOf("ada")).ChatAsync("Mine", key: "shared");
        var ben = await (await portal.KeyOf("ben")).ChatAsync("Mine too", key: "shared");
        Assert.Equal("You said: Mine too", ben.Text("message"));
        Assert.NotEqual(ada.Text("conversation_id"), ben.Text("conversation_id"));
    }
}
