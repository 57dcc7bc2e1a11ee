using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Tests.Unit.Exports;

/// <summary>Conversations to export.</summary>
internal static class Exported
{
    public static readonly Guid Id = new("019a0000-0000-7000-8000-00000000c0de");

    public static readonly DateTimeOffset Morning = new(2026, 3, 1, 8, 30, 15, 123, 456, TimeSpan.Zero);

    /// <summary>A person and an assistant in turn.</summary>
    public static ConversationExport Of(params IReadOnlyList<string> contents) => new()
    {
        Id = Id,
        Title = "A conversation",
        TitleIsAutomatic = true,
        AgentId = Agent.DefaultId,
        AgentName = "Assistant",
        CreatedAt = Morning,
        UpdatedAt = Morning.AddMinutes(contents.Count),
        ActiveAt = Morning,
        LastSeq = contents.Count,
        FirstSeq = 1,
        MessageCount = contents.Count,
        TotalTokens = contents.Count * 7,
        PrunedCount = 0,
        PrunedSeq = 0,
        SummarySeq = 0,
        Summaries = [],
        Messages = [.. contents.Select((content, place) => Message(place + 1, content))],
    };

    public static MessageRecord Message(int seq, string content) => new()
    {
        Seq = seq,
        Role = seq % 2 == 1 ? MessageRole.User : MessageRole.Assistant,
        Status = MessageStatus.Complete,
        Content = content,
        ToolCalls = null,
        Tokens = 7,
        ReplyTo = seq % 2 == 1 ? null : seq - 1,
        Model = seq % 2 == 1 ? null : "test-model",
        Error = null,
        Context = seq % 2 == 1 ? null : """{"sent": [{"seq": 1, "tokens": 7}], "total": 1.50}""",
        Pinned = false,
        CreatedAt = Morning.AddMinutes(seq),
    };

    public static Summary Summary(string content) => new()
    {
        Version = 2,
        FromSeq = 1,
        ThroughSeq = 4,
        Content = content,
        Tokens = 9,
        Source = SummarySource.Extractive,
        Model = null,
        CreatedAt = Morning.AddDays(1),
    };
}
