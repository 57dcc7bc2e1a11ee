using ConversationMemory.Data.Messages;


namespace ConversationMemory.Services.Messages;

/// <summary>What the people who write in a conversation are called.</summary>
/// <param name="names">By account; empty where its owner is the only one.</param>
public sealed class MessageAuthors(IReadOnlyDictionary<Guid, string> names)
{
    public static MessageAuthors OwnerAlone { get; } = new(new Dictionary<Guid, string>());

    /// <summary>Who wrote what has to be told.</summary>
    public bool AreSeveral => names.Count > 0;

    /// <returns>Null: it is not a person's message, or there is nobody to tell its owner from.</returns>
    public string? Of(MessageRecord message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Role != MessageRole.User) return null;
        return message.AuthorName is { } imported ? Shown(imported) : OfAccount(message.AuthorId ?? message.OwnerId);
    }

    /// <returns>Null: nobody who wrote here.</returns>
    public string? OfAccount(Guid account) => names.GetValueOrDefault(account);

    /// <summary>Somebody else than the conversation's owner wrote it.</summary>
    public static bool IsByAnother(MessageRecord message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.AuthorId is not null || message.AuthorName is not null;
    }

    /// <summary>Of a message in an export, which names its members.</summary>
    public static string? NamedIn(MessageRecord exported) =>
        exported is { AuthorName: { } name, AuthorId: null } ? Shown(name) : exported.AuthorName;

    /// <summary>How a name is shown that came with an import: nobody is to take it for an account of this portal.</summary>
    private static string Shown(string name) => $"{name} (imported)";
}
