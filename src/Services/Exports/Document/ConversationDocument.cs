using System.Globalization;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Text;

namespace ConversationMemory.Services.Exports.Document;

/// <summary>A conversation as a reader gets it, whatever the format: title block, then days of messages.</summary>
/// <param name="Title">As the conversation is called; never empty.</param>
/// <param name="Language">Of most of what was written; English where letters do not tell.</param>
/// <param name="Facts">Names and values of the title block.</param>
/// <param name="Date">When it was last changed, in the reader's zone.</param>
public sealed record ConversationDocument(
    string Title, string AgentName, string Language, DateTimeOffset Date, IReadOnlyList<DocumentFact> Facts,
    IReadOnlyList<DocumentSummary> Summaries, IReadOnlyList<DocumentDay> Days)
{
    public static ConversationDocument Of(ConversationExport whole, ExportOptions options)
    {
        var part = options.Of(whole);
        return new ConversationDocument(
            TitleOf(whole), whole.AgentName, LanguageOf(part), InZone(whole.UpdatedAt, options), DocumentFacts.Of(part, options),
            part.Summaries is [.., var summary] ? [Summary(summary)] : [],
            DaysOf(part.Messages.Select(m => Message(m, whole, options))));
    }

    /// <summary>Who said it, for people.</summary>
    internal static string SpeakerOf(ExportedMessage message, ConversationExport whole) => message.Role switch
    {
        MessageRole.User => message.AuthorShown ?? "You",
        MessageRole.Assistant => whole.AgentName,
        MessageRole.System => "System",
        _ => "Tool",
    };

    internal static DateTimeOffset InZone(DateTimeOffset moment, ExportOptions options) => TimeZoneInfo.ConvertTime(moment, options.Zone);

    // In the order of the messages: those that were brought in from elsewhere may go back in time.
    private static List<DocumentDay> DaysOf(IEnumerable<DocumentMessage> messages)
    {
        var days = new List<(DateOnly Date, List<DocumentMessage> Messages)>();
        foreach (var message in messages)
        {
            var date = DateOnly.FromDateTime(message.At.DateTime);
            if (days.Count == 0 || days[^1].Date != date) days.Add((date, []));
            days[^1].Messages.Add(message);
        }

        return [.. days.Select(day => new DocumentDay(day.Date, day.Messages))];
    }

    private static string TitleOf(ConversationExport conversation) =>
        string.IsNullOrWhiteSpace(conversation.Title) ? "Conversation" : conversation.Title.ReplaceLineEndings(" ");

    // What most messages are written in, for programs that read aloud and search.
    private static string LanguageOf(ConversationExport conversation)
    {
        var languages = conversation.Messages.Select(m => TextLanguage.Of(m.Content)).CountBy(language => language ?? "en").ToList();
        return languages.Count == 0 ? "en" : languages.MaxBy(language => language.Value).Key;
    }

    private static DocumentSummary Summary(ExportedSummary summary) => new(
        string.Create(CultureInfo.InvariantCulture, $"Summary of messages {summary.FromSeq} to {summary.ThroughSeq}"), new DocumentText(summary.Content, isTyped: false));

    private static DocumentMessage Message(ExportedMessage message, ConversationExport whole, ExportOptions options) => new()
    {
        Seq = message.Seq,
        Role = message.Role,
        Author = SpeakerOf(message, whole),
        At = InZone(message.CreatedAt, options),
        States = [.. StatesOf(message, whole)],
        Calls = message.ToolCalls ?? [],
        Text = new DocumentText(message.Content, message.Role == MessageRole.User),
        Error = message.Status == MessageStatus.Broken ? message.Error ?? "The reply broke off." : null,
        Context = options.Context ? ContextDetails.From(message.Context) : null,
    };

    private static IEnumerable<string> StatesOf(ExportedMessage message, ConversationExport whole)
    {
        if (message.Status == MessageStatus.Stopped) yield return "stopped";
        if (message.Status == MessageStatus.Broken) yield return "broken off";
        if (message.Pinned) yield return "pinned";
        else if (message.Seq < whole.FirstSeq) yield return "no longer shown in the chat";
    }
}

/// <param name="Name">Such as "Agent".</param>
public sealed record DocumentFact(string Name, string Value);

public sealed record DocumentSummary(string Title, DocumentText Text);

public sealed record DocumentDay(DateOnly Date, IReadOnlyList<DocumentMessage> Messages)
{
    public string Title => Date.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);
}

/// <summary>A message with what belongs to it.</summary>
public sealed record DocumentMessage
{
    public required int Seq { get; init; }

    public required MessageRole Role { get; init; }

    /// <summary>"You", or the agent's name.</summary>
    public required string Author { get; init; }

    /// <summary>In the reader's zone.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is special about it, such as "pinned".</summary>
    public required IReadOnlyList<string> States { get; init; }

    public required IReadOnlyList<ToolCall> Calls { get; init; }

    public required DocumentText Text { get; init; }

    /// <summary>Of a reply that broke off: why.</summary>
    public required string? Error { get; init; }

    public required ContextDetails? Context { get; init; }

    /// <summary>Number, time and states in a line, such as "#3 · 08:31 · pinned".</summary>
    public string About => string.Create(CultureInfo.InvariantCulture, $"#{Seq} · {At:HH:mm}{string.Concat(States.Select(state => $" · {state}"))}");
}
