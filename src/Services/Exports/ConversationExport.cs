using System.Text.Json.Serialization;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Exports;

/// <summary>
/// Everything that is kept of one conversation, and enough to make the same rows again. Whose it is, is not in it: it
/// belongs to the person who holds the file. docs/exports.md describes each field.
/// </summary>
public sealed record ConversationExport
{
    public string Schema { get; init; } = JsonExport.Schema;

    /// <summary>True: <see cref="Options"/> left something out. Otherwise not written at all, and everything is there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Partial { get; init; }

    /// <summary>What a part holds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExportOptions? Options { get; init; }

    public required Guid Id { get; init; }
    public required string Title { get; init; }

    /// <summary>No person has named it.</summary>
    public required bool TitleIsAutomatic { get; init; }

    public required Guid AgentId { get; init; }
    public required string AgentName { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset ActiveAt { get; init; }

    /// <summary>The newest seq ever given.</summary>
    public required int LastSeq { get; init; }

    /// <summary>The oldest seq that the chat shows; messages before it have left the window and wait to be removed.</summary>
    public required int FirstSeq { get; init; }

    /// <summary>Messages that the chat shows. <see cref="Messages"/> also holds those that wait behind the window.</summary>
    public required int MessageCount { get; init; }

    /// <summary>Tokens of the messages that the chat shows.</summary>
    public required long TotalTokens { get; init; }

    /// <summary>Messages that have left the window, whether they are still stored or not.</summary>
    public required int PrunedCount { get; init; }

    /// <summary>Messages up to here are not stored any more.</summary>
    public required int PrunedSeq { get; init; }

    /// <summary>The current summary stands for the messages up to here.</summary>
    public required int SummarySeq { get; init; }

    /// <summary>Oldest first; the last one is the current one.</summary>
    public required IReadOnlyList<ExportedSummary> Summaries { get; init; }

    /// <summary>All that are stored, oldest first.</summary>
    public required IReadOnlyList<ExportedMessage> Messages { get; init; }
}

/// <summary>One message as it is stored. The fields are those of <see cref="Message"/>.</summary>
public sealed record ExportedMessage
{
    public required int Seq { get; init; }
    public required MessageRole Role { get; init; }
    public required MessageStatus Status { get; init; }
    public required string Content { get; init; }

    /// <summary>Null: no tool was called.</summary>
    public required IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>Tokens of content and tool calls, in <c>o200k_base</c>.</summary>
    public required int Tokens { get; init; }

    public required int? ReplyTo { get; init; }
    public required string? Model { get; init; }
    public required string? Error { get; init; }

    /// <summary>What the reply was made from, as JSON text; written as JSON, not as a string.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public required string? Context { get; init; }

    /// <summary>The name of the member who wrote it; left out where its owner or the agent did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Author { get; init; }

    /// <summary>The author's name came with an import and is nobody's account. Not written: a file names nobody's account in any case.</summary>
    [JsonIgnore]
    public bool AuthorIsImported { get; init; }

    /// <summary>Who wrote it, for people; null: its owner or the agent.</summary>
    [JsonIgnore]
    public string? AuthorShown => Author is { } author && AuthorIsImported ? ImportedAuthor.Shown(author) : Author;

    public required bool Pinned { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>One version of the summary as it is stored. The fields are those of <see cref="Summary"/>.</summary>
public sealed record ExportedSummary
{
    public required int Version { get; init; }
    public required int FromSeq { get; init; }
    public required int ThroughSeq { get; init; }
    public required string Content { get; init; }
    public required int Tokens { get; init; }
    public required SummarySource Source { get; init; }
    public required string? Model { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
