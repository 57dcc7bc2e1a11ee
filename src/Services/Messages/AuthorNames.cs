using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Chat;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Messages;

/// <summary>What people are called in a conversation they share: by their address, up to the @.</summary>
public sealed class AuthorNames(AccountsDbContext accounts)
{
    /// <summary>For somebody whose account is gone; what they wrote stays.</summary>
    public const string Former = "Former member";

    /// <returns>A name for each of the people; nothing is asked where there are none.</returns>
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(IEnumerable<Guid?> people, CancellationToken ct)
    {
        var ids = people.OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0) return new Dictionary<Guid, string>();
        var known = await accounts.Users.Where(u => ids.Contains(u.Id) && u.ClosedAt == null)
            .Select(u => new { u.Id, u.Email }).ToDictionaryAsync(u => u.Id, u => Of(u.Email!), ct);
        return ids.ToDictionary(id => id, id => known.GetValueOrDefault(id, Former));
    }

    /// <summary>Of those who wrote these messages, their owner among them; nobody's where all are the owner's.</summary>
    /// <param name="messages">Of one conversation.</param>
    /// <param name="areSeveral">Others write there too, though none of these.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<MessageAuthors> OfAsync(IReadOnlyList<Message> messages, bool areSeveral, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return messages.Count > 0 && (areSeveral || messages.Any(MessageAuthors.IsByAnother))
            ? new MessageAuthors(await OfAsync(messages.Select(m => m.AuthorId).Append(messages[0].OwnerId), ct))
            : MessageAuthors.OwnerAlone;
    }

    public static string Of(string email) => email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? email[..at] : email;
}
