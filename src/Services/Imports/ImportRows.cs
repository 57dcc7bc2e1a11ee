using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Imports.Queries;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Messages;

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
        var rows = kept.Select(m => Row(m, now)).ToList();
        var shown = rows.FindAll(m => m.Seq >= first || m.Pinned);
        var active = Earlier(whole.ActiveAt, now);
        return new ConversationRows
        {
            Id = chat.Whole?.Id,
            Title = whole.Title,
            TitleIsAutomatic = whole.TitleIsAutomatic,
            CreatedAt = Earlier(whole.CreatedAt, now),
            UpdatedAt = Earlier(whole.UpdatedAt, now),
            ActiveAt = active,
            LastSeq = whole.LastSeq,
            FirstSeq = first,
            MessageCount = shown.Count,
            PinnedCount = shown.Count(m => m.Seq < first),
            TotalTokens = shown.Sum(m => (long)m.Tokens),
            // Each of them had a seq of its own.
            PrunedCount = Math.Clamp(Math.Clamp(whole.PrunedCount, 0, whole.LastSeq) + leaving, 0, whole.LastSeq),
            PrunedSeq = drops ? first - 1 : Math.Clamp(whole.PrunedSeq, 0, first - 1),
            SummarySeq = Math.Clamp(Math.Max(whole.SummarySeq, whole.Summaries.Select(s => s.ThroughSeq).DefaultIfEmpty(0).Max()), 0, whole.LastSeq),
            Messages = rows,
            Summaries = [.. whole.Summaries.Select(s => Row(s, now))],
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

    /// <summary>When its messages were written, as their rows will say it; null: the file does not tell, so it becomes one of today.</summary>
    public static (DateTimeOffset First, DateTimeOffset Last)? TimesOf(ImportedChat chat, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(chat);
        if (chat.Whole is { } whole) return (Earlier(whole.Messages.Select(m => m.CreatedAt).Append(whole.ActiveAt).Min(), now), Earlier(whole.ActiveAt, now));
        if (BegunAt(chat) is not { } begun) return null;
        var times = MessageTimes(chat, begun, now).ToList();
        return (times.Min(), times.Max());
    }

    // As app.apply_window does it: the oldest leave, whether they are pinned or not; those that are stay in sight.
    private static int FirstInWindow(ConversationExport whole, int? window)
    {
        var inWindow = whole.Messages.Where(m => m.Seq >= whole.FirstSeq).ToList();
        return window is { } most && inWindow.Count > most ? inWindow[inWindow.Count - most - 1].Seq + 1 : whole.FirstSeq;
    }

    private static ConversationExport Fresh(ImportedChat chat, int mostOfCalls, DateTimeOffset now)
    {
        var begun = BegunAt(chat) ?? now;
        var messages = new List<ExportedMessage>();
        int? question = null;
        foreach (var (message, at) in chat.Messages.Zip(MessageTimes(chat, begun, now)))
        {
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
            UpdatedAt = messages[^1].CreatedAt,
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

    private static DateTimeOffset? BegunAt(ImportedChat chat) => chat.CreatedAt ?? chat.Messages.Select(m => m.At).FirstOrDefault(at => at is not null) ?? chat.UpdatedAt;

    // One without a time has that of the one before it.
    private static IEnumerable<DateTimeOffset> MessageTimes(ImportedChat chat, DateTimeOffset begun, DateTimeOffset now)
    {
        var at = begun;
        foreach (var message in chat.Messages) yield return Earlier(at = message.At ?? at, now);
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

    // More than any text has, so that sums of them stay numbers.
    private const int MostTokens = 10_000_000;

    private static MessageRow Row(ExportedMessage m, DateTimeOffset now) => new(
        m.Seq, m.Role, m.Status, m.Content, m.ToolCalls, m.Tokens is < 0 or > MostTokens ? MessageTokens.Of(m.Content, m.ToolCalls) : m.Tokens, m.ReplyTo, m.Model, ContextOf(m), m.Error, m.Pinned, Earlier(m.CreatedAt, now));

    // A person's message was made from nothing; what lies there instead is the name of who wrote it.
    private static string? ContextOf(ExportedMessage m) => m is { Role: MessageRole.User, Author: { } author } ? ImportedAuthor.Write(author) : m.Context;

    private static SummaryRow Row(ExportedSummary s, DateTimeOffset now) => new(
        s.Version, s.FromSeq, s.ThroughSeq, s.Content, Math.Clamp(s.Tokens, 0, MostTokens), s.Source, s.Model, Earlier(s.CreatedAt, now));

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset now) => time < now ? time : now;
}
