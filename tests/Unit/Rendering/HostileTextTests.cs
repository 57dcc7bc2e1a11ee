using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Tests.Unit.Rendering;

/// <summary>Public collections of attacks and oddities, each as it is, inside Markdown, and streamed in pieces.</summary>
public class HostileTextTests
{
    [SharedDataFact]
    public void No_script_injection_survives() => AssertHarmless(SharedData.Texts("hostile/xss_payloads.jsonl.gz", "payload"), atLeast: 3_000);

    [SharedDataFact]
    public void No_filter_evasion_survives() => AssertHarmless(SharedData.Texts("hostile/owasp_xss_filter_evasion.jsonl", "payload"), atLeast: 100);

    [SharedDataFact]
    public void No_sanitizer_case_survives() => AssertHarmless(SharedData.Texts("hostile/dompurify_expect.jsonl", "payload"), atLeast: 70);

    [SharedDataFact]
    public void No_naughty_string_does_harm() => AssertHarmless(SharedData.Texts("hostile/blns.jsonl", "text"), atLeast: 500);

    [SharedDataFact]
    public void No_markdown_example_does_harm() => AssertHarmless(SharedData.Texts("hostile/gfm_spec.jsonl", "markdown"), atLeast: 600);

    private static void AssertHarmless(IEnumerable<string> texts, int atLeast)
    {
        var count = 0;
        foreach (var text in texts)
        {
            count++;
            foreach (var disguise in Disguises(text))
                Page.AssertHarmless(SafeMarkdown.ToHtml(disguise), disguise);
            AssertHarmlessWhileStreaming(text);
        }
        Assert.True(count >= atLeast, $"only {count} texts were read");
    }

    private static IEnumerable<string> Disguises(string text) =>
    [
        text, $"[x]({text})", $"[x](<{text}>)", $"![{text}]({text})", $"<{text}>", $"[x][y]\n\n[y]: {text} \"{text}\"",
        $"```{text}\n{text}\n```", $"| {text} |\n|---|\n| {text} |", $"# {text}", $"- [ ] {text}", $"$${text}$$ \\({text}\\)", $"https://example.org/{text}",
    ];

    private static void AssertHarmlessWhileStreaming(string text)
    {
        var streaming = new StreamingMarkdown();
        for (var length = 1; length <= text.Length; length += Math.Max(1, text.Length / 7))
        {
            var progress = streaming.Next(text[..length]);
            Page.AssertHarmless(progress.Finished, text);
            Page.AssertHarmless(progress.Growing, text);
        }
    }
}
