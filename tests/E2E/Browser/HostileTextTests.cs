using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.Unit.Rendering;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>Text that attacks: shown while it streams and when it is finished, it stays text.</summary>
public sealed class HostileTextTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    // Whatever a payload manages to do leaves a mark: it calls one of these, or makes the browser refuse something.
    private const string Traps = """
        window.marks = [];
        for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.marks.push(name);
        document.addEventListener("securitypolicyviolation", (e) => window.marks.push(`${e.violatedDirective} ${e.blockedURI}`));
        """;

    // An element or attribute that no message may bring into the page.
    private const string Alive = """
        [...document.querySelectorAll("#log *, #chat-title *, .conversation *")].filter((e) =>
          e.matches("script, iframe, object, embed, style, link, meta, base, .body form, .body input:not([type=checkbox]), svg:not(.icon), img:not(.welcome img), math, video, audio, template")
          || [...e.attributes].some((a) => /^on|^style$|^srcdoc$/i.test(a.name) || /^\s*(javascript|data|vbscript):/i.test(a.value))
          || (e.closest(".body") && [...e.attributes].some((a) => /^(data-)?hx-/.test(a.name) && a.name !== "hx-ignore")))
          .map((e) => e.outerHTML.slice(0, 200))
        """;

    private static readonly string[] Samples =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))", "![a](https://evil.example/pixel.png)", "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<hx-partial hx-target=\"#composer\">gone</hx-partial>", "<div hx-get=\"https://evil.example\" hx-trigger=\"load\">x</div>",
        "<template hx type=\"partial\" hx-target=\"body\"><b>x</b></template>", "</div></article></main><h1>Out</h1>",
        "<style>body{display:none}</style>", "<meta http-equiv=refresh content=0;url=https://evil.example>", "<base href=https://evil.example>",
        "```html\"onclick=\"alert(1)\n<script>alert(1)</script>\n```", "<iframe srcdoc=\"<script>parent.alert(1)</script>\">", "<head><title>x</title></head>",
        "$\\href{javascript:alert(1)}{x}$", "<form action=https://evil.example><button>Sign in</button></form>", "\u202Egnp.exe\u202C", "<!--", "<![CDATA[", "<x",
    ];

    [Fact]
    public async Task Samples_stay_text_in_messages_titles_tools_and_searches()
    {
        await using var chat = await OpenAsync("ada");
        foreach (var sample in Samples)
        {
            await chat.Page.GotoAsync("/chat/new");
            await chat.AskAsync(sample);
            await IsHarmlessAsync(chat);
        }

        await chat.Page.GotoAsync("/chat/new");
        portal.When("Use your tools", new ModelScript().ToolCall(0, "a", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>").Finish("tool_calls"), ModelScript.Answers("Done."));
        await chat.AskAsync("Use your tools");
        foreach (var fold in await chat.Page.Locator(".log details > summary").AllAsync()) await fold.ClickAsync();
        await IsHarmlessAsync(chat);
        var search = string.Concat(Samples).ReplaceLineEndings("");
        await chat.Page.GotoAsync("/conversations?q=" + Uri.EscapeDataString(search));
        await Expect(chat.Page.Locator("main input[name=q]")).ToHaveValueAsync(search);
        await IsHarmlessAsync(chat);
    }

    [SharedDataFact]
    public async Task Payload_collections_do_nothing_streamed_or_finished()
    {
        await using var chat = await OpenAsync("bob");
        var batches = Payloads().Chunk(500).ToList();
        for (var n = 0; n < batches.Count; n++)
        {
            // Cut in the middle of a payload, as a stream may be.
            var text = $"Batch {n} of {batches.Count}\n\n" + string.Join("\n\n", batches[n]);
            var middle = text.Length / 2;
            var gate = new TaskCompletionSource();
            portal.When($"Batch {n}, please", new ModelScript().Text(Whole(text[..middle])).Wait(gate.Task).Text(Whole(text[middle..])).Finish());
            await chat.WriteAsync($"Batch {n}, please");
            await Expect(chat.Running).ToContainTextAsync($"Batch {n} of {batches.Count}");
            await IsHarmlessAsync(chat);
            gate.SetResult();
            await Expect(chat.Replies.Last).ToContainTextAsync($"Batch {n} of {batches.Count}");
            await Expect(chat.Send).ToBeEnabledAsync();
            await IsHarmlessAsync(chat);
        }

        await chat.Page.ReloadAsync();
        await IsHarmlessAsync(chat);
    }

    private async Task<ChatPage> OpenAsync(string name)
    {
        var chat = await ChatPage.OpenAsync(portal, name);
        await chat.Page.AddInitScriptAsync(Traps);
        await chat.Page.ReloadAsync();
        // The check can fail: it sees what script plants.
        await chat.Page.EvaluateAsync("document.getElementById('log').insertAdjacentHTML('beforeend', '<template></template>')");
        Assert.Single(await chat.Page.EvaluateAsync<string[]>(Alive));
        await chat.Page.ReloadAsync();
        chat.Page.Dialog += (_, dialog) => _ = dialog.DismissAsync();
        chat.Page.Request += (_, request) => Assert.StartsWith(portal.Address.ToString(), request.Url, StringComparison.Ordinal);
        return chat;
    }

    private static async Task IsHarmlessAsync(ChatPage chat)
    {
        Assert.Empty(await chat.Page.EvaluateAsync<string[]>("window.marks"));
        Assert.Empty(await chat.Page.EvaluateAsync<string[]>(Alive));
        Assert.Empty(chat.Complaints);
        await Expect(chat.Page.GetByRole(AriaRole.Heading, new() { Name = "Out", Exact = true })).ToHaveCountAsync(0);
    }

    private static IEnumerable<string> Payloads() =>
        SharedData.Texts("hostile/xss_payloads.jsonl.gz", "payload")
            .Concat(SharedData.Texts("hostile/owasp_xss_filter_evasion.jsonl", "payload"))
            .Concat(SharedData.Texts("hostile/dompurify_expect.jsonl", "payload"))
            .Concat(SharedData.Texts("hostile/blns.jsonl", "text"))
            .Select(payload => payload.Replace("\0", "", StringComparison.Ordinal));

    // Half of a character cannot be sent as JSON.
    private static string Whole(string text) => text.Trim('\uFFFD') is var t && t.Length > 0 && char.IsHighSurrogate(t[^1]) ? t[..^1] : char.IsLowSurrogate(text[0]) ? text[1..] : text;
}
