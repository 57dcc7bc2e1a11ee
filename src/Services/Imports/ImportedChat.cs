using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Services.Imports;

/// <summary>One conversation of any service, as it is to be read here: what all formats are turned into.</summary>
public sealed record ImportedChat
{
    /// <summary>The format it came in, such as <c>chatgpt</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Its id there; null: it has none, and is known by what it says.</summary>
    public string? SourceId { get; init; }

    /// <summary>Null: it had none, and gets one from its first message.</summary>
    public string? Title { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>
    /// The path that was shown last, oldest first. They have no seq and no tokens yet; one whose time is not known has none, see <see cref="TimeOf"/>.
    /// </summary>
    public required IReadOnlyList<MessageRecord> Messages { get; init; }

    /// <summary>The other paths, each from the beginning of the conversation.</summary>
    public IReadOnlyList<ImportedChat> Branches { get; init; } = [];

    /// <summary>What was changed or left out, in words for its reader.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Our own form: its rows as they were. <see cref="Messages"/> is empty then.</summary>
    public ConversationExport? Whole { get; init; }

    /// <returns>Null: the file does not tell.</returns>
    public static DateTimeOffset? TimeOf(MessageRecord message) => message.CreatedAt == default ? null : message.CreatedAt;
}
