using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>A portal that keeps all messages.</summary>
public sealed class UnlimitedWindowTests(UnlimitedWindowTests.Unlimited portal) : IClassFixture<UnlimitedWindowTests.Unlimited>
{
    [Fact]
    public async Task All_messages_are_kept()
    {
        var ada = await portal.KeyOf("ada");
        var sent = await ada.ChatAsync("1");
        for (var i = 2; i <= 20; i++) sent = await ada.ChatAsync($"{i}", sent.Text("conversation_id"));
        Assert.Equal(40, sent.Number("message_count"));
        Assert.Equal(Enumerable.Range(1, 40), (await ada.MessagesOf(sent.Text("conversation_id")!)).Select(m => m.GetProperty("seq").GetInt32()));
    }

    public sealed class Unlimited : PortalWithModel
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["Memory:MaxMessagesPerConversation"] = "0",
        };
    }
}
