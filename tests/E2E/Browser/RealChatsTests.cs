using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.Unit.Rendering;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>Chats that people really had, in ten languages, with code and tables, shown on the page word for word.</summary>
public sealed partial class RealChatsTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    private const int MostTurns = 2;

    private sealed record Turn(string Language, string Question, string Answer);

    [SharedDataFact]
    public async Task Chats_are_shown_with_the_text_they_have()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada");
        var chats = Chosen().ToList();
        Assert.True(chats.Select(c => c[0].Language).Distinct().Count() >= 10);
        Assert.Contains(chats, c => c.Any(t => t.Answer.Contains("```", StringComparison.Ordinal)));
        foreach (var turns in chats)
        {
            await chat.Page.GotoAsync("/chat/new");
            foreach (var turn in turns)
            {
                portal.When(turn.Question.ReplaceLineEndings("\n").TrimEnd(), ModelScript.Answers(turn.Answer));
                await chat.AskAsync(turn.Question);
                Assert.Equal(Letters(turn.Question), Letters(await TextAsync(chat, "user")));
                Assert.Equal(Letters(turn.Answer), Letters(await TextAsync(chat, "assistant")));
                if (turn.Language == "ar") Assert.Equal("rtl", await DirectionAsync(chat));
            }
        }

        Assert.Empty(chat.Complaints);
    }

    private static Task<string> TextAsync(ChatPage chat, string role) => chat.Page.EvaluateAsync<string>(
        """
        (role) => {
          const body = [...document.querySelectorAll(`article[data-role=${role}][data-seq] .body`)].at(-1).cloneNode(true);
          for (const button of body.querySelectorAll("button")) button.remove();
          return body.textContent;
        }
        """, role);

    private static Task<string> DirectionAsync(ChatPage chat) =>
        chat.Page.EvaluateAsync<string>("getComputedStyle([...document.querySelectorAll('article[data-role=user] .body > *')].at(-1)).direction");

    /// <summary>One chat of each language, and of English one with code and one with a table.</summary>
    private static IEnumerable<List<Turn>> Chosen()
    {
        var all = SharedData.Lines("chat/messages.jsonl.gz")
            .GroupBy(line => line.GetProperty("conversation_id").GetString())
            .Select(chat => Turns([.. chat]))
            .Where(turns => turns.Count > 0)
            .ToList();
        foreach (var language in all.GroupBy(turns => turns[0].Language)) yield return [language.First()[0]];
        yield return all.First(turns => turns.Any(t => t.Answer.Contains("```", StringComparison.Ordinal)));
        if (all.FirstOrDefault(turns => turns.Any(t => t.Answer.Contains("\n|", StringComparison.Ordinal))) is { } table) yield return table;
    }

    // Some sets hold questions alone; those are answered with their own words.
    private static List<Turn> Turns(List<JsonElement> lines)
    {
        if (lines.Count == 1) lines = [lines[0], lines[0]];
        var turns = new List<Turn>();
        for (var n = 0; n + 1 < lines.Count && turns.Count < MostTurns; n++)
        {
            var (question, answer) = (lines[n], lines[n + 1]);
            if (Role(question) != "user" || (Role(answer) != "assistant" && question.GetRawText() != answer.GetRawText()) || !IsPlain(Text(question)) || !IsPlain(Text(answer))) continue;
            turns.Add(new Turn(question.GetProperty("lang").GetString()!, Text(question), Text(answer)));
        }

        return turns;

        static string Role(JsonElement line) => line.GetProperty("role").GetString()!;
        static string Text(JsonElement line) => line.GetProperty("text").GetString()!;
    }

    // Where a link's address, a formula or an entity is written, the page shows something else on purpose.
    private static bool IsPlain(string text) => text.Length is > 0 and < 3_500 && !string.IsNullOrWhiteSpace(text) && !Dressed().IsMatch(text);

    // What Markdown is made of is no letter, and the numbers of a list are drawn by the browser.
    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    [GeneratedRegex(@"\]\(|\]\[|\$|\\|&\w+;|\[x\]|:\w+:", RegexOptions.IgnoreCase)]
    private static partial Regex Dressed();
}
