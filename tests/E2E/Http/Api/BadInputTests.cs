using System.Net;
using System.Text;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>Bad input gets a clear error and stores nothing.</summary>
public sealed class BadInputTests(Portal portal) : IClassFixture<Portal>
{
    private const string Json = "application/json";

    public static TheoryData<string, string, string, int, string> Bodies => new()
    {
        { "nothing", "", Json, 400, "malformed_json" },
        { "half an object", """{"message":""", Json, 400, "malformed_json" },
        { "an array", """["message"]""", Json, 400, "malformed_json" },
        { "null", "null", Json, 400, "malformed_json" },
        { "a name twice", """{"message":"a","message":"b"}""", Json, 400, "malformed_json" },
        { "a name in both cases", """{"message":"a","conversationId":null,"conversation_id":null}""", Json, 400, "malformed_json" },
        { "too deep", $$"""{"message":{{new string('[', 100)}}{{new string(']', 100)}}}""", Json, 400, "malformed_json" },
        { "a number for a message", """{"message":7}""", Json, 400, "wrong_type" },
        { "no message", "{}", Json, 400, "blank" },
        { "null for a message", """{"message":null}""", Json, 400, "blank" },
        { "a blank message", """{"message":" \t\n  "}""", Json, 400, "blank" },
        { "4,001 characters", $$"""{"message":"{{new string('x', 4001)}}"}""", Json, 400, "too_long" },
        { "a NUL", """{"message":"a\u0000b"}""", Json, 400, "unstorable" },
        { "a high surrogate alone", """{"message":"a\ud800"}""", Json, 400, "unstorable" },
        { "a low surrogate alone", """{"message":"\udc00a"}""", Json, 400, "unstorable" },
        { "half a surrogate in a name", """{"\ud800":1}""", Json, 400, "unstorable" },
        { "a conversation that is no id", """{"message":"a","conversation_id":"latest"}""", Json, 404, "no_conversation" },
        { "an unknown conversation", """{"message":"a","conversation_id":"01900000-0000-7000-8000-00000000dead"}""", Json, 404, "no_conversation" },
        { "an agent that is no id", """{"message":"a","agent_id":"gpt"}""", Json, 404, "no_agent" },
        { "an unknown agent", """{"message":"a","agent_id":"01900000-0000-7000-8000-00000000dead"}""", Json, 404, "no_agent" },
        { "a form", "message=a", "application/x-www-form-urlencoded", 415, "unsupported_media_type" },
        { "plain text", """{"message":"a"}""", "text/plain", 415, "unsupported_media_type" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_that_will_not_do_is_refused(string what, string body, string contentType, int status, string code)
    {
        Assert.NotEmpty(what);
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        await AssertRefusedAsync(content, status, code);
    }

    [Fact]
    public async Task Text_that_is_not_unicode_is_refused()
    {
        using var content = new ByteArrayContent([.. "{\"message\":\"a"u8, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new(Json);
        await AssertRefusedAsync(content, 400, "unstorable");
    }

    [Fact]
    public async Task Large_body_is_refused()
    {
        using var content = new StringContent($$"""{"message":"{{new string('x', 5_000_000)}}"}""", Encoding.UTF8, Json);
        await AssertRefusedAsync(content, 413, "too_large");
    }

    [Fact]
    public async Task Large_body_of_untold_length_is_cut_off()
    {
        using var content = new StringContent($$"""{"message":"{{new string('x', 5_000_000)}}"}""", Encoding.UTF8, Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/agent/chat") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        try
        {
            using var answer = await (await portal.KeyOf("ada")).SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The server answered and hung up while the rest was still on its way; that the answer arrives is luck.
        }
    }

    [Theory]
    [InlineData("GET", "/api/conversations/latest", 404, "not_found")]
    [InlineData("GET", "/api/conversations/latest/messages", 404, "not_found")]
    [InlineData("GET", "/api/nothing", 404, "not_found")]
    [InlineData("PUT", "/api/conversations", 405, "method_not_allowed")]
    [InlineData("GET", "/api/conversations?limit=0", 400, "bad_limit")]
    [InlineData("GET", "/api/conversations?limit=many", 400, "bad_request")]
    [InlineData("GET", "/api/conversations?cursor=x", 400, "bad_cursor")]
    [InlineData("GET", "/api/conversations?cursor=________________________________", 400, "bad_cursor")]
    [InlineData("GET", "/api/conversations?agent_id=x", 400, "bad_request")]
    public async Task Address_that_will_not_do_is_refused(string method, string path, int status, string code)
    {
        var answer = await (await portal.KeyOf("ada")).CallAsync(new HttpMethod(method), path);
        Assert.Equal(((HttpStatusCode)status, code), (answer.Status, answer.Text("code")));
        Assert.Equal("application/problem+json", answer.ContentType);
    }

    [Theory]
    [InlineData("", "blank")]
    [InlineData("   ", "blank")]
    [InlineData("two\nlines", "unstorable")]
    [InlineData("a\0b", "unstorable")]
    [InlineData("201", "too_long")]
    public async Task Title_that_will_not_do_is_refused(string title, string code)
    {
        var ada = await portal.KeyOf("ada");
        var path = $"/api/conversations/{(await ada.ChatAsync("Keep this title")).Text("conversation_id")}";
        var refused = await ada.CallAsync(HttpMethod.Patch, path, new { title = title == "201" ? new string('x', 201) : title });
        Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Text("code")));
        Assert.Equal("Keep this title", (await ada.GetJsonAsync(path)).Text("title"));
    }

    [Fact]
    public async Task Idempotency_key_has_at_most_200_characters()
    {
        var ada = await portal.KeyOf("ada");
        Assert.Equal("bad_idempotency_key", (await ada.ChatAsync("Hello", key: new string('k', 201))).Text("code"));
        Assert.Equal(HttpStatusCode.OK, (await ada.ChatAsync("Hello", key: new string('k', 200))).Status);
    }

    [Fact]
    public async Task Longest_message_is_counted_in_characters_and_taken()
    {
        var text = string.Concat(Enumerable.Repeat("\U0001F600", 4000));
        var ada = await portal.KeyOf("ada");
        var sent = await ada.ChatAsync(text);
        Assert.Equal(text, (await ada.MessagesOf(sent.Text("conversation_id")!))[0].GetProperty("content").GetString());
    }

    private async Task AssertRefusedAsync(HttpContent content, int status, string code)
    {
        var cleo = await portal.KeyOf("cleo");
        var refused = await cleo.CallAsync(HttpMethod.Post, "/api/agent/chat", content);
        Assert.Equal(((HttpStatusCode)status, code), (refused.Status, refused.Text("code")));
        Assert.Equal("application/problem+json", refused.ContentType);
        Assert.False(string.IsNullOrWhiteSpace(refused.Text("detail")));
        Assert.Equal(0, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.conversations WHERE owner_id = $1", await portal.IdOf("cleo")));
    }
}
