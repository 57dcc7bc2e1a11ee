using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>Whatever the model does, what the person wrote is in the database, and the failure is told.</summary>
public sealed class FailureTests(FailureTests.Impatient portal) : IClassFixture<FailureTests.Impatient>
{
    public static TheoryData<string, int, string> Faults => new()
    {
        { "refused", 502, "model_failed" },
        { "unknown model", 502, "model_failed" },
        { "limited", 503, "model_rate_limited" },
        { "down", 502, "model_failed" },
        { "silent", 504, "model_timeout" },
        { "broken stream", 502, "model_failed" },
        { "error in the stream", 502, "model_failed" },
        { "no finish reason", 502, "model_failed" },
        { "nonsense", 502, "model_failed" },
        { "nothing", 502, "model_failed" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Message_is_kept_and_the_reply_marked_broken(string fault, int status, string code)
    {
        portal.When(fault, Script(fault));
        var ada = await portal.KeyOf("ada");
        var answer = await ada.ChatAsync(fault, key: fault);
        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(code, answer.Text("code"));
        Assert.Equal(1, answer.Number("user_seq"));
        Assert.DoesNotContain("key-of-the-model", answer.Json.GetRawText(), StringComparison.Ordinal);

        var messages = await ada.MessagesOf(answer.Text("conversation_id")!);
        Assert.Equal(["user: complete", "assistant: broken"], messages.Select(m => $"{m.GetProperty("role")}: {m.GetProperty("status")}"));
        Assert.Equal(fault, messages[0].GetProperty("content").GetString());
        Assert.Equal(answer.Text("detail"), messages[1].GetProperty("error").GetString());

        var repeated = await ada.ChatAsync(fault, key: fault);
        Assert.Equal(answer.Text("conversation_id"), repeated.Text("conversation_id"));
        Assert.Equal(answer.Text("detail"), repeated.Text("detail"));
    }

    [Fact]
    public async Task Stream_ends_with_the_error()
    {
        portal.When("half", new ModelScript().Text("Half a ").ErrorChunk("overloaded"));
        var ada = await portal.KeyOf("ada");
        var events = await ada.StreamChatAsync("half").ToListAsync();
        Assert.Equal(["start", "delta", "error"], events.Select(e => e.Type));
        var problem = events[^1].Data;
        Assert.Equal((502, "model_failed"), (problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetString()));
        var messages = await ada.MessagesOf(problem.GetProperty("conversation_id").GetString()!);
        Assert.Equal("Half a", messages[1].GetProperty("content").GetString());
    }

    [Fact]
    public async Task Reply_goes_on_when_its_reader_hangs_up()
    {
        var gate = new TaskCompletionSource();
        portal.When("patience", new ModelScript().Text("Still ").Wait(gate.Task).Text("here").Finish());
        var ada = await portal.KeyOf("ada");
        var conversation = "";
        await foreach (var (type, data) in ada.StreamChatAsync("patience"))
        {
            if (type == "start") conversation = data.GetProperty("conversation_id").GetString()!;
            if (type == "delta") break;
        }

        gate.SetResult();
        await Until.TrueAsync(async () => (await ada.MessagesOf(conversation)).Count == 2);
        Assert.Equal("Still here", (await ada.MessagesOf(conversation))[1].GetProperty("content").GetString());
    }

    private static ModelScript Script(string fault) => fault switch
    {
        "refused" => new ModelScript().Status(401, "invalid_api_key", "Incorrect API key provided: key-of-the-model"),
        "unknown model" => new ModelScript().Status(404, "model_not_found"),
        "limited" => new ModelScript().Status(429, "insufficient_quota"),
        "down" => new ModelScript().Status(501),
        "silent" => new ModelScript().Text("Wait ").Wait(new TaskCompletionSource().Task),
        "broken stream" => new ModelScript().Text("Half").Break(),
        "error in the stream" => new ModelScript().Text("Half").ErrorChunk("key-of-the-model overloaded"),
        "no finish reason" => new ModelScript().Text("Half").Event("[DONE]"),
        "nonsense" => new ModelScript().Body("text/html", "<html>Welcome</html>"),
        "nothing" => new ModelScript().Finish(),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    public sealed class Impatient : PortalWithModel
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["Model:StreamTimeoutSeconds"] = "3",
        };
    }
}
