using System.Text.Json;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.Unit.Rendering;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>What people and models really write goes through the portal and comes back as it was.</summary>
public sealed class RealTextTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    private const int LongestMessage = 4000;

    [Theory]
    [InlineData("مرحبا، كيف الحال؟ עברית ‏ו-English ביחד")]
    [InlineData("| a | b |\n|---|---|\n| 1 | `x|y` |\n\n```python\n\tprint(\"\\u00e9\")  \n```\n")]
    [InlineData("👩‍👩‍👧‍👦 नमस्ते สวัสดี 你好 e\u0301 \u2028 \u0085 \f \uFEFF \\0 %s {0} <b>&amp;")]
    public async Task Text_comes_back_as_it_was(string text) => await AssertRoundTripAsync("ada", [text]);

    [SharedDataFact]
    public async Task Chat_logs_of_ten_languages_come_back_as_they_were()
    {
        var lines = SharedData.Lines("chat/messages.jsonl.gz").Where(line => Text(line).Length is > 0 and <= LongestMessage).ToList();
        var byLanguage = lines.GroupBy(line => line.GetProperty("lang").GetString()!).ToList();
        Assert.Equal(10, byLanguage.Count);
        await Task.WhenAll(byLanguage.Select(language => AssertRoundTripAsync(
            $"reader-{language.Key}",
            [
                .. Spread(language.Select(Text), 5),
                .. Spread(language.Select(Text).Where(text => text.Contains("```", StringComparison.Ordinal)), 2),
                .. Spread(language.Select(Text).Where(text => text.Contains("|---", StringComparison.Ordinal)), 2),
                language.Select(Text).MaxBy(text => text.Length)!,
            ])));
    }

    [SharedDataFact]
    public async Task Naughty_strings_come_back_as_they_were()
    {
        var strings = SharedData.Texts("hostile/blns.jsonl", "text")
            .Where(text => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0', StringComparison.Ordinal))
            .ToList();
        await AssertRoundTripAsync("naughty", [.. Spread(strings, 60)]);
    }

    private async Task AssertRoundTripAsync(string person, IReadOnlyList<string> texts)
    {
        var client = await portal.KeyOf(person);
        foreach (var text in texts)
        {
            var sent = await client.ChatAsync(text);
            Assert.True(sent.Status == System.Net.HttpStatusCode.OK, $"{sent.Status}: {text}");
            var messages = await client.MessagesOf(sent.Text("conversation_id")!);
            var stored = text.Replace("\r\n", "\n", StringComparison.Ordinal);
            Assert.Equal(stored, messages[0].GetProperty("content").GetString());
            // The model echoes: so its side of the way is checked with the same text.
            Assert.Equal($"You said: {stored}".TrimEnd(), messages[1].GetProperty("content").GetString());
            Assert.Equal(sent.Text("message"), messages[1].GetProperty("content").GetString());
        }
    }

    private static string Text(JsonElement line) => line.GetProperty("text").GetString()!;

    private static IEnumerable<string> Spread(IEnumerable<string> texts, int count)
    {
        var all = texts.ToList();
        return all.Where((_, i) => i % Math.Max(1, all.Count / count) == 0).Take(count);
    }
}
