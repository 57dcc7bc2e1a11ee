using ConversationMemory.Data.Chat;

namespace ConversationMemory.Services.Messages;

/// <summary>What the people who write in a conversation are called.</summary>
/// <param name="names">By account; empty where its owner is the only one.</param>
public sealed class MessageAuthors(IReadOnlyDictionary<Guid, string> names)
{
    public static MessageAuthors OwnerAlone { get; } = new(new Dictionary<Guid, string>());

    /// <summary>Who wrote what has to be told.</summary>
    public bool AreSeveral => names.Count > 0;

    /// <returns>Null: it is not a person's message, or there is nobody to tell its owner from.</returns>
    public string? Of(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Role != MessageRole.User) return null;
        return ImportedAuthor.Of(message) is { } imported ? ImportedAuthor.Shown(imported) : OfAccount(message.AuthorId ?? message.OwnerId);
    }

    /// <returns>Null: nobody who wrote here.</returns>
    public string? OfAccount(Guid account) => names.GetValueOrDefault(account);

    /// <summary>Somebody else than the conversation's owner wrote it.</summary>
    public static bool IsByAnother(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.AuthorId is not null || ImportedAuthor.Of(message) is not null;
    }
}
