using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using FsCheck;
using FsCheck.Fluent;

namespace ConversationMemory.Tests.Unit.Exports;

/// <summary>Conversations of anything that can be stored: all of Unicode, code fences within code fences, empty tool calls.</summary>
internal static class RandomConversation
{
    /// <summary>Tries many, and tells one for which it does not hold.</summary>
    public static void Hold(Action<ConversationExport> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Any().ToArbitrary(), property));

    private static Gen<ConversationExport> Any() =>
        from title in Text()
        from agent in Text()
        from messages in Message().ListOf()
        from summary in Text()
        from hasSummary in Gen.Elements(true, false)
        from seconds in Gen.Choose(0, int.MaxValue)
        select Exported.Of() with
        {
            Title = title,
            AgentName = agent,
            CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(seconds % 1_000_000 * 10),
            LastSeq = messages.Count,
            Summaries = hasSummary ? [Exported.Summary(summary)] : [],
            Messages = [.. messages.Select((message, place) => message with { Seq = (place * 3) + 1 })],
        };

    private static Gen<MessageRecord> Message() =>
        from content in Text()
        from role in Gen.Elements(Enum.GetValues<MessageRole>())
        from status in Gen.Elements(Enum.GetValues<MessageStatus>())
        from calls in Call().ListOf()
        from hasCalls in Gen.Elements(true, false)
        from author in Text()
        from isOfMember in Gen.Elements(true, false)
        from pinned in Gen.Elements(true, false)
        from milliseconds in Gen.Choose(0, int.MaxValue)
        select Exported.Message(1, content) with
        {
            Role = role,
            Status = status,
            ToolCalls = hasCalls ? [.. calls] : null,
            Error = status == MessageStatus.Broken ? content : null,
            AuthorName = role == MessageRole.User && isOfMember ? author : null,
            Pinned = pinned,
            CreatedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds).AddTicks(milliseconds % 1000 * 10),
        };

    private static Gen<ToolCall> Call() =>
        from texts in Text().Four()
        from status in Gen.Elements("ok", "failed", "timeout")
        from output in Gen.Elements(texts.Item4, null)
        select new ToolCall(texts.Item1, texts.Item2, texts.Item3, status, output);

    // What a database text can hold: any character but NUL.
    private static Gen<string> Text() => Gen.Frequency(
        (3, Gen.Elements("", "Hello", "```\n~~~~\n````js\n", "````\n```\nhalf", "<!-- half", "    code\r\n", "> - 1. a", "| a |\n|---|\n| b |", "---\nformat: x\n---\n")),
        (2, Gen.Choose(1, 0x10FFFF).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32).ListOf().Select(string.Concat)),
        (2, Gen.Elements("`", "``", "~~~", "\n", "\n\n", "<!--", "-->", "\\", "[x](y)", "*", "  ", "\t", "\"", " -->\n").ListOf().Select(string.Concat)));
}
