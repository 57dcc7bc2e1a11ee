using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Imports.Queries;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Services.Imports;

/// <summary>Turns a conversation into the rows it becomes here, under the policy of its agent.</summary>
public static class ImportRows
{
    /// <param name="chat">What was read.</param>
    /// <param name="policy">Of the agent it is given.</param>
    /// <param name="now">No conversation was active later than this.</param>
    public static ConversationRows Of(ImportedChat chat, ResolvedPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(chat);
        ArgumentNullException.ThrowIfNull(policy);
        var whole = chat.Whole ?? Fresh(chat, policy.MaxToolCallSize, now);
        var first = FirstInWindow(whole, policy.WindowMessages);
        var leaving = whole.Messages.Count(m => m.Seq >= whole.FirstSeq && m.Seq < first && !m.Pinned);
        var drops = policy.WindowAction == WindowAction.Delete && first > whole.FirstSeq;
        var kept = drops ? [.. whole.Messages.Where(m => m.Seq >= first || m.Pinned)] : whole.Messages;
        var shown = kept.Where(m => m.Seq >= first || m.Pinned).ToList();
        var active = Earlier(whole.ActiveAt, now);
        return new ConversationRows
        {
            Id = chat.Whole?.Id,
            Title = whole.Title,
            TitleIsAutomatic = whole.TitleIsAutomatic,
            CreatedAt = whole.CreatedAt,
            UpdatedAt = whole.UpdatedAt,
            ActiveAt = active,
            LastSeq = whole.LastSeq,
            FirstSeq = first,
            MessageCount = shown.Count,
            PinnedCount = shown.Count(m => m.Seq < first),
            TotalTokens = shown.Sum(m => (long)m.Tokens),
            PrunedCount = Math.Max(whole.PrunedCount, 0) + leaving,
            PrunedSeq = drops ? first - 1 : Math.Clamp(whole.PrunedSeq, 0, first - 1),
            SummarySeq = Math.Clamp(Math.Max(whole.SummarySeq, whole.Summaries.Select(s => s.ThroughSeq).DefaultIfEmpty(0).Max()), 0, whole.LastSeq),
            Messages = [.. kept.Select(Row)],
            Summaries = [.. whole.Summaries.Select(Row)],
            IsOld = IsOld(active, policy, now),
            IsTrimmed = leaving > 0,
        };
    }

    /// <summary>It is older than conversations live, so it goes to the archive at once.</summary>
    public static bool IsOld(DateTimeOffset active, ResolvedPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.TtlDays > 0 && active <= now - TimeSpan.FromHours(24 * policy.TtlDays);
    }

    // As app.apply_window does it: the oldest leave, whether they are pinned or not; those that are stay in sight.
    private static int FirstInWindow(ConversationExport whole, int? window)
    {
        var inWindow = whole.Messages.Where(m => m.Seq >= whole.FirstSeq).ToList();
        return window is { } most && inWindow.Count > most ? inWindow[inWindow.Count - most - 1].Seq + 1 : whole.FirstSeq;
    }

    private static ConversationExport Fresh(ImportedChat chat, int mostOfCalls, DateTimeOffset now)
    {
        var begun = chat.CreatedAt ?? chat.Messages.Select(m => m.At).FirstOrDefault(at => at is not null) ?? chat.UpdatedAt ?? now;
        var messages = new List<ExportedMessage>();
        int? question = null;
        var at = Earlier(begun, now);
        foreach (var message in chat.Messages)
        {
            at = Earlier(message.At ?? at, now);
            var seq = messages.Count + 1;
            messages.Add(Fresh(message, seq, at, question, mostOfCalls));
            if (message.Role == MessageRole.User) question = seq;
        }

        return new ConversationExport
        {
            Id = default,
            Title = chat.Title ?? ConversationTitle.FromMessage(messages.Find(m => m.Role == MessageRole.User)?.Content ?? messages[0].Content),
            TitleIsAutomatic = chat.Title is null,
            AgentId = default,
            AgentName = "",
            CreatedAt = Earlier(begun, now),
            UpdatedAt = at,
            ActiveAt = messages.Max(m => m.CreatedAt),
            LastSeq = messages.Count,
            FirstSeq = 1,
            MessageCount = messages.Count,
            TotalTokens = 0,
            PrunedCount = 0,
            PrunedSeq = 0,
            SummarySeq = 0,
            Summaries = [],
            Messages = messages,
        };
    }

    private static ExportedMessage Fresh(ImportedMessage message, int seq, DateTimeOffset at, int? question, int mostOfCalls)
    {
        var calls = FittedCalls.Of(message.ToolCalls, mostOfCalls);
        return new ExportedMessage
        {
            Seq = seq,
            Role = message.Role,
            Status = message.Status,
            Content = message.Text,
            ToolCalls = calls,
            Tokens = MessageTokens.Of(message.Text, calls),
            ReplyTo = message.Role == MessageRole.Assistant ? question : null,
            Model = message.Model,
            Error = message.Error,
            Context = null,
            Pinned = false,
            CreatedAt = at,
        };
    }

    private static MessageRow Row(ExportedMessage m) => new(
        m.Seq, m.Role, m.Status, m.Content, m.ToolCalls, m.Tokens < 0 ? MessageTokens.Of(m.Content, m.ToolCalls) : m.Tokens, m.ReplyTo, m.Model, m.Context, m.Error, m.Pinned, m.CreatedAt);

    private static SummaryRow Row(ExportedSummary s) => new(s.Version, s.FromSeq, s.ThroughSeq, s.Content, Math.Max(s.Tokens, 0), s.Source, s.Model, s.CreatedAt);

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset now) => time < now ? time : now;
}
