using System.Net;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>Nobody who chats can tell whether a conversation is packed.</summary>
public sealed class PackedTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Packed_conversation_is_shown_paged_and_gone_on_with_as_if_it_were_not()
    {
        var (ada, browser) = (await portal.KeyOf("ada"), await portal.SignedInAs("ada"));
        var id = await TalkAsync(ada);
        var messages = Text(await ada.MessagesOf(id));
        var page = await ShownAsync(browser, id);
        await PackAsync("ada", id);
        Assert.Equal(messages, Text(await ada.MessagesOf(id)));
        Assert.Equal(page, await ShownAsync(browser, id));
        var older = await ada.GetJsonAsync($"/api/conversations/{id}/messages?limit=2&before=5");
        Assert.Equal([3, 4], older["messages"].EnumerateArray().Select(m => m.GetProperty("seq").GetInt32()));
        Assert.True(older["has_more"].GetBoolean());

        var sent = await ada.ChatAsync("And now?", id);
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Equal(8, sent.Number("message_count"));
        Assert.Equal(messages, Text((await ada.MessagesOf(id)).Take(6)));
    }

    [Fact]
    public async Task Newest_question_of_a_packed_conversation_can_be_edited()
    {
        var (bea, browser) = (await portal.KeyOf("bea"), await portal.SignedInAs("bea"));
        var id = await TalkAsync(bea);
        await PackAsync("bea", id);
        Assert.Contains("Question 3", await browser.GetStringAsync($"/chat/{id}/messages/5/edit"), StringComparison.Ordinal);
        await browser.SubmitAsync($"/chat/{id}/messages/5/edit", [("text", "Another question")]);
        await Until.TrueAsync(async () => (await bea.MessagesOf(id)).Count == 6);
        Assert.Equal("Another question", (await bea.MessagesOf(id))[4].GetProperty("content").GetString());
    }

    [Fact]
    public async Task Packed_conversation_can_be_summarised_and_deleted()
    {
        var cleo = await portal.KeyOf("cleo");
        var id = await TalkAsync(cleo);
        await PackAsync("cleo", id);
        Assert.Equal(HttpStatusCode.OK, (await cleo.CallAsync(HttpMethod.Post, $"/api/conversations/{id}/summarize")).Status);
        await PackAsync("cleo", id);
        Assert.Equal(HttpStatusCode.NoContent, (await cleo.CallAsync(HttpMethod.Delete, $"/api/conversations/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await cleo.GetJsonAsync($"/api/conversations/{id}/messages")).Status);
    }

    private static async Task<string> TalkAsync(HttpClient person)
    {
        var sent = await person.ChatAsync("Question 1");
        var id = sent.Text("conversation_id")!;
        for (var i = 2; i <= 3; i++) await person.ChatAsync($"Question {i}", id);
        return id;
    }

    private async Task PackAsync(string name, string id)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = await portal.IdOf(name);
        // A summary may still be on its way, and is a writer too.
        await Until.TrueAsync(() => scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(Guid.Parse(id), whole: true, CancellationToken.None));
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE conversation_id = $1", Guid.Parse(id)));
    }

    private static async Task<string> ShownAsync(HttpClient browser, string id) => (await browser.PageAsync($"/chat/{id}/log")).Body!.TextContent;

    private static List<string> Text(IEnumerable<System.Text.Json.JsonElement> messages) => [.. messages.Select(m => m.GetRawText())];
}
