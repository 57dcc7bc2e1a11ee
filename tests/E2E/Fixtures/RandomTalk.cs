using System.Text;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using ConversationMemory.Tests.Unit.Exports;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Conversations of anything that can be stored: all of Unicode, fences within fences, calls without anything in them. The same number gives the same one.</summary>
internal static class RandomTalk
{
    private static readonly string[] Pieces =
    [
        "```", "````json", "~~~", "`", "<!--", "-->", "<script>", "</script>", "<pre>", "]]>", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n", "\r\n", "\r", "---\n", "# ", "| a |\n|---|\n", "\\", "&amp;", "**",
        "[x](y)", "![", "$$", "word", "{\"a\": 1}", "\"", "'", "שלום", "مرحبا", "東京", "\U0001F468\u200D\U0001F469", "\u202E", "\u2028", "\u0085", "\f", "\uFEFF", "\u0001", "\u001B[31m", "\uFFFD",
    ];

    public static ConversationExport Of(int number)
    {
        var random = new Random(number);
        var at = DateTimeOffset.UnixEpoch.AddSeconds(DateTimeOffset.UtcNow.AddDays(-3).ToUnixTimeSeconds());
        var (messages, seq) = (new List<MessageRecord>(), 0);
        for (var n = random.Next(1, 12); n > 0; n--)
        {
            seq += random.Next(1, 4);
            at = at.AddTicks(random.NextInt64(1, 3_600_000_000) * 10);
            messages.Add(Message(random, seq, at));
        }

        var shown = messages[random.Next(messages.Count)].Seq;
        return Exported.Of() with
        {
            Id = new Guid(number, 0, 0, new byte[8]),
            // On one line, as all titles are.
            Title = $"Grüße <b> \"東京\" \U0001F600 {number}",
            TitleIsAutomatic = random.Next(2) == 0,
            CreatedAt = messages[0].CreatedAt,
            UpdatedAt = at,
            ActiveAt = at,
            LastSeq = seq + random.Next(3),
            FirstSeq = shown,
            MessageCount = messages.Count(m => m.Seq >= shown || m.Pinned),
            TotalTokens = messages.Where(m => m.Seq >= shown || m.Pinned).Sum(m => (long)m.Tokens),
            PrunedCount = messages.Count(m => m.Seq < shown && !m.Pinned),
            SummarySeq = messages[0].Seq,
            Summaries = [Exported.Summary($"Sum {Text(random, 20)}") with { Version = random.Next(1, 9), FromSeq = 1, ThroughSeq = messages[0].Seq, CreatedAt = at }],
            Messages = messages,
        };
    }

    private static MessageRecord Message(Random random, int seq, DateTimeOffset at)
    {
        var isReply = random.Next(2) == 0;
        var status = isReply ? (MessageStatus)random.Next(3) : MessageStatus.Complete;
        return Exported.Message(1, Text(random, 30)) with
        {
            Seq = seq,
            Role = isReply ? MessageRole.Assistant : random.Next(9) > 0 ? MessageRole.User : MessageRole.System,
            Status = status,
            Error = status == MessageStatus.Broken ? Text(random, 3) : null,
            ToolCalls = isReply ? Calls(random) : null,
            Context = isReply && random.Next(2) == 0 ? """{"sent": [], "total": 1.50}""" : null,
            Model = isReply ? "some-model" : null,
            Tokens = random.Next(1000),
            Pinned = random.Next(4) == 0,
            CreatedAt = at,
        };
    }

    private static List<ToolCall>? Calls(Random random) => random.Next(4) switch
    {
        0 => [],
        1 => [new ToolCall("", "", "", "ok", ""), new ToolCall("2", "calculator", Text(random, 4), "failed", null)],
        _ => null,
    };

    private static string Text(Random random, int most)
    {
        var text = new StringBuilder();
        for (var n = random.Next(most); n > 0; n--)
        {
            if (random.Next(2) == 0) text.Append(Pieces[random.Next(Pieces.Length)]);
            else text.Append(Rune.TryCreate(random.Next(1, 0x110000), out var rune) ? rune.ToString() : " ");
        }

        return text.ToString();
    }
}
