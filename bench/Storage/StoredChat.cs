using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Services.Text.Tokens;

namespace ConversationMemory.Bench.Storage;

/// <summary>
/// A conversation of 30 messages as the app keeps it: every second one a reply with its model and what it was made from, every fifth reply with
/// a tool call, and a summary of the older half.
/// </summary>
internal sealed record StoredChat(Guid Owner, Guid Id, string Title, string Summary, int SummaryTokens, IReadOnlyList<MessageRecord> Messages)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly TokenCounter Counter = Tokenizers.For("gpt-4o");

    public Summary SummaryRow => new()
    {
        Version = 1,
        FromSeq = 1,
        ThroughSeq = SampleChat.Messages / 2,
        Content = Summary,
        Tokens = SummaryTokens,
        Source = SummarySource.Extractive,
        CreatedAt = Messages[^1].CreatedAt,
    };

    public static StoredChat Make(IReadOnlyList<string> texts, int number, Guid owner)
    {
        var random = new Random(number);
        var time = Start.AddMinutes(number * 7);
        var messages = new List<MessageRecord>();
        var candidates = new List<ContextMessage>();
        for (var seq = 1; seq <= SampleChat.Messages; seq++)
        {
            // Some 20 s between two messages, and never the same microsecond.
            time = time.AddTicks(random.NextInt64(2_000_000, 40_000_000) * 10);
            var text = texts[((number * 37) + seq) % texts.Count];
            var calls = seq % 10 == 0 ? Calls(random, texts[random.Next(texts.Count)]) : null;
            messages.Add(Message(seq, text, calls, time, candidates));
            candidates.Add(new ContextMessage(seq, seq % 2 == 1 ? "user" : "assistant", text, calls ?? [], calls is null ? messages[^1].Tokens : null));
        }

        var summary = ExtractiveSummary.Write(new PartToSummarize(null, [.. messages.Take(15)], null));
        // Titles are unique, because the drafts' copies are found by them.
        return new StoredChat(
            owner, Guid.CreateVersion7(Start.AddMinutes(number * 7)), $"{ConversationTitle.Cut(ConversationTitle.FromMessage(messages[0].Content), 44)} {number}",
            summary, Counter.Count(summary), messages);
    }

    private static MessageRecord Message(int seq, string text, IReadOnlyList<ToolCall>? calls, DateTimeOffset at, List<ContextMessage> before) => new()
    {
        Seq = seq,
        Role = seq % 2 == 1 ? MessageRole.User : MessageRole.Assistant,
        Content = text,
        ToolCalls = calls,
        Tokens = MessageTokens.Of(text, calls),
        ReplyTo = seq % 2 == 1 ? null : seq - 1,
        Model = seq % 2 == 1 ? null : "gpt-4o-mini",
        Context = seq % 2 == 1 ? null : Context(before),
        CreatedAt = at,
    };

    private static string Context(List<ContextMessage> before) => ContextBuilder.Build(new ContextRequest
    {
        Budget = 8000,
        Counter = Counter,
        SystemPrompt = "You are a helpful assistant. Answer clearly and briefly, in the language of the person you talk to.",
        Messages = before,
        Tools = [new CurrentTime(TimeProvider.System).For(new ToolUse(Guid.Empty, Guid.Empty, 1)), new Calculator().For(new ToolUse(Guid.Empty, Guid.Empty, 1))],
        ToolRoom = 1000,
    }).Record.ToJson();

    private static IReadOnlyList<ToolCall> Calls(Random random, string text) => ToolCallRecord.Fit(random.Next(2) == 0
        ? [new ToolCall($"call_{random.NextInt64():x}", "calculator", $$"""{"expression":"{{random.Next(1000)}}*{{random.Next(1000)}}"}""", "ok", $"{random.Next(1_000_000)}")]
        : [new ToolCall($"call_{random.NextInt64():x}", "search_conversations", """{"query":"what we said about it"}""", "ok", text)], 2000);
}
