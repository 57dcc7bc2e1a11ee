using ConversationMemory.Data.Messages;


namespace ConversationMemory.Services.Search;

/// <summary>What a person looks for. What is null does not matter.</summary>
/// <param name="Text">As it was typed: words, <c>"phrases"</c>, <c>-without</c>, <c>begin*</c> and operators such as <c>role:user</c>.</param>
public sealed record SearchQuery(string Text)
{
    /// <summary>Longer texts are not read.</summary>
    public const int MaxLength = 1000;

    /// <summary>Written then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Written before then.</summary>
    public DateTimeOffset? Until { get; init; }

    public Guid? AgentId { get; init; }

    /// <summary>A part of the agent's name.</summary>
    public string? AgentName { get; init; }

    public MessageRole? Role { get; init; }

    /// <summary>The name of a tool that was called for the message; <c>*</c> for any.</summary>
    public string? Tool { get; init; }

    /// <summary>The message has a block of code.</summary>
    public bool HasCode { get; init; }

    public bool? Pinned { get; init; }
    public bool? Shared { get; init; }
    public bool? Archived { get; init; }
    public Guid? ConversationId { get; init; }

    /// <summary>The last word may not be ready yet.</summary>
    public bool IsTyping { get; init; }

    /// <summary>The text is somebody's message and not typed into a search: nothing in it has a meaning of its own.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Nothing is to be corrected.</summary>
    public bool IsExact { get; init; }

    /// <summary>A message that asks and must not find itself.</summary>
    public (Guid ConversationId, int Seq)? Except { get; init; }

    /// <summary>What others share with the person is left out.</summary>
    public bool OnlyOwn { get; init; }

    /// <summary>Only messages will do: no titles and summaries.</summary>
    public bool OnlyMessages => Role is not null || Tool is not null || HasCode || From is not null || Until is not null || Except is not null;
}
