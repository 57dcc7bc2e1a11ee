using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Exports;
using ConversationMemory.Tests.Unit.Exports;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Conversations of anything that can be stored, and that the portal could have written: all of Unicode, fences within fences, empty tool calls, gaps.</summary>
internal sealed class RandomConversations(int seed)
{
    private static readonly string[] Pieces =
    [
        "", "Hello", "```\n~~~~\n````js\n", "````\n```\nhalf", "<!-- half", "    code\r\n", "\r", "> - 1. a", "| a |\n|---|\n| b |", "\\", "\"", "\t", "\u2028", "\u0085", "\f", "\uFEFF",
        "e\u0301", "\u0001", "\u202E", "</script>", "{{x}}", "-- '; %s", "\U0001F468\u200D\U0001F469", "\uFFFD", "\uFFFF", " ",
    ];

    private readonly Random random = new(seed);

    public ConversationExport Next()
    {
        var messages = Messages(random.Next(0, 12));
        var last = (messages.Count == 0 ? 0 : messages[^1].Seq) + random.Next(0, 3);
        var first = random.Next(1, last + 2);
        var shown = messages.FindAll(m => m.Seq >= first || m.Pinned);
        var summaries = Summaries(random.Next(0, Math.Min(4, last + 1)));
        var begun = Time();
        return Exported.Of() with
        {
            Id = new Guid(random.Next(), 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, (byte)random.Next(256)]),
            Title = "T" + Text(3).Replace("\r", "", StringComparison.Ordinal) is var title && !title.Any(char.IsControl) ? title.TrimEnd() : "A title",
            TitleIsAutomatic = random.Next(2) == 0,
            AgentId = Agent.DefaultId,
            CreatedAt = begun,
            UpdatedAt = Time(),
            ActiveAt = Time(),
            LastSeq = last,
            FirstSeq = first,
            MessageCount = shown.Count,
            TotalTokens = shown.Sum(m => (long)m.Tokens),
            PrunedCount = random.Next(0, first),
            PrunedSeq = random.Next(0, first),
            SummarySeq = summaries.Select(s => s.ThroughSeq).DefaultIfEmpty(0).Max(),
            Summaries = summaries,
            Messages = messages,
        };
    }

    private List<MessageRecord> Messages(int count)
    {
        var messages = new List<MessageRecord>();
        var seq = 0;
        for (var i = 0; i < count; i++) messages.Add(Message(seq += random.Next(1, 4)));
        return messages;
    }

    private MessageRecord Message(int seq)
    {
        var role = Enum.GetValues<MessageRole>()[random.Next(4)];
        var status = role == MessageRole.Assistant ? Enum.GetValues<MessageStatus>()[random.Next(3)] : MessageStatus.Complete;
        return Exported.Message(seq, Text(8)) with
        {
            Role = role,
            Status = status,
            ToolCalls = role == MessageRole.Assistant && random.Next(2) == 0 ? [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => Call())] : null,
            Tokens = random.Next(0, 5000),
            ReplyTo = role == MessageRole.Assistant ? random.Next(1, seq + 1) : null,
            Model = role == MessageRole.Assistant && random.Next(2) == 0 ? Text(2) : null,
            Error = status == MessageStatus.Broken ? Text(3) : null,
            Context = role == MessageRole.Assistant && random.Next(2) == 0 ? $"\"2|{random.Next(9000)}|7|3|0|||1:4 5c;9:3|budget2:7|o200k_base|1\"" : null,
            AuthorName = role == MessageRole.User && random.Next(4) == 0 ? "grace" + random.Next(3) : null,
            Pinned = random.Next(5) == 0,
            CreatedAt = Time(),
        };
    }

    private ToolCall Call() => new(Text(1), "tool" + Text(1), Text(4), random.Next(2) == 0 ? "ok" : "failed", random.Next(2) == 0 ? Text(4) : null);

    private List<Summary> Summaries(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => Exported.Summary("S" + Text(5)) with
        {
            Version = (i * 2) + 1,
            FromSeq = 1,
            ThroughSeq = i + 1,
            Tokens = random.Next(0, 700),
            Source = Enum.GetValues<SummarySource>()[random.Next(3)],
            Model = random.Next(2) == 0 ? "m" : null,
            CreatedAt = Time(),
        }),
    ];

    // To the microsecond, as the database keeps it, and in the past.
    private DateTimeOffset Time() => new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(700_000_000)).AddTicks(random.Next(1_000_000) * 10L);

    private string Text(int most) => string.Concat(Enumerable.Range(0, random.Next(0, most + 1)).Select(_ => random.Next(3) == 0 ? Character() : Pieces[random.Next(Pieces.Length)]));

    private string Character()
    {
        var point = random.Next(1, 0x110000 - 0x800);
        return char.ConvertFromUtf32(point < 0xD800 ? point : point + 0x800);
    }
}
