using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationMemory.Data.Conversations;

namespace ConversationMemory.Data.Messages;

/// <summary>
/// One stored message: the one shape of it in its row, in a segment and in a JSON export. It does not change once written; editing writes anew.
/// What is ignored in JSON says whose it is, which is in no file. A new column is a property here: see docs/architecture.md.
/// </summary>
public sealed record MessageRecord
{
    /// <summary>The longest <see cref="AuthorName"/>, in characters.</summary>
    public const int MaxAuthorName = 100;

    [JsonIgnore]
    public Guid OwnerId { get; init; }

    [JsonIgnore]
    public Guid ConversationId { get; init; }

    /// <summary>Counts up within the conversation and never repeats. Given by the database.</summary>
    [JsonRequired]
    public int Seq { get; init; }

    [JsonRequired]
    public MessageRole Role { get; init; }

    [JsonRequired]
    public MessageStatus Status { get; init; }

    public required string Content { get; init; }

    /// <summary>The tools called for this reply, in order; null when none was. Read from and written to <see cref="ToolCallsJson"/>.</summary>
    [JsonRequired]
    [NotMapped]
    public IReadOnlyList<ToolCall>? ToolCalls
    {
        get => ToolCallsJson is null ? null : JsonSerializer.Deserialize<List<ToolCall>>(ToolCallsJson, ToolCallJson.Options);
        init => ToolCallsJson = value is null ? null : JsonSerializer.Serialize(value, ToolCallJson.Options);
    }

    /// <summary>The same as the database keeps it, so that nothing of it is lost where nobody looks into it.</summary>
    [JsonIgnore]
    [Column("tool_calls", TypeName = "jsonb")]
    public string? ToolCallsJson { get; init; }

    /// <summary>Tokens of content and tool calls, in <c>o200k_base</c>.</summary>
    [JsonRequired]
    public int Tokens { get; init; }

    /// <summary>The user's message that this reply answers; null on all other messages.</summary>
    [JsonRequired]
    public int? ReplyTo { get; init; }

    /// <summary>The model that answered.</summary>
    [JsonRequired]
    public string? Model { get; init; }

    /// <summary>For a broken reply: what went wrong, in words for its reader.</summary>
    [JsonRequired]
    public string? Error { get; init; }

    /// <summary>What the reply was made from: JSON of <c>ContextRecord</c>, and in a file JSON too, not a string.</summary>
    [JsonRequired]
    [JsonConverter(typeof(JsonTextConverter))]
    [Column(TypeName = "jsonb")]
    public string? Context { get; init; }

    /// <summary>
    /// Who wrote it, by a name that came with an import and is nobody's account here, so it gives no right to anything. In an export it also names the
    /// member who wrote it.
    /// </summary>
    [JsonPropertyName("author")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AuthorName { get; init; }

    /// <summary>The member who wrote it; null: the conversation's owner, the agent, or somebody elsewhere.</summary>
    [JsonIgnore]
    public Guid? AuthorId { get; init; }

    /// <summary>A pinned message stays when it leaves the window.</summary>
    [JsonRequired]
    public bool Pinned { get; set; }

    [JsonRequired]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What its row takes. Given by the database; 0 while it is packed.</summary>
    [JsonIgnore]
    public int Bytes { get; private set; }

    [JsonIgnore]
    public Conversation? Conversation { get; init; }

    /// <summary>Without a word of what it says, which is nothing for logs.</summary>
    public override string ToString() => $"Message {Seq} of {ConversationId}";
}
