namespace ConversationMemory.Services.Messages;

/// <summary>Why something a person asked of the chat cannot be done.</summary>
public enum ProblemKind
{
    /// <summary>There is nothing but white space.</summary>
    Blank,

    /// <summary>Longer than the limit.</summary>
    TooLong,

    /// <summary>A NUL or half of a surrogate pair, which no database text can hold.</summary>
    Unstorable,

    /// <summary>No such conversation, or not this person's: the two look the same on purpose.</summary>
    NoConversation,

    /// <summary>No such agent, or it no longer takes conversations.</summary>
    NoAgent,

    /// <summary>Only the newest question can be edited or answered anew.</summary>
    NotNewest,

    /// <summary>The retention policy does not allow it.</summary>
    NotAllowed,

    /// <summary>A hold keeps the conversation.</summary>
    OnHold,

    /// <summary>The idempotency key has been used for another message.</summary>
    KeyReused,

    /// <summary>The person holds as much as the policy allows.</summary>
    QuotaExceeded,
}
