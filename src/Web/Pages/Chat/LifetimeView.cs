using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Retention;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Until when a conversation lives, and what can be done about it.</summary>
/// <param name="EndsAt">Null: it has no end.</param>
/// <param name="Noticed">Its end is near.</param>
public sealed record LifetimeView(Guid Id, DateTimeOffset? EndsAt, bool Noticed, EndAction AtEnd, bool Pinned, bool Held, bool AllowPin, bool AllowExtend)
{
    public static LifetimeView Of(Conversation conversation, ResolvedPolicy policy)
    {
        var pinned = conversation.PinnedAt is not null && policy.AllowPin;
        DateTimeOffset? due = pinned || policy.TtlDays == 0 ? null : conversation.ActiveAt + TimeSpan.FromHours(24 * policy.TtlDays);
        if (due < conversation.KeptUntil) due = conversation.KeptUntil;
        return new LifetimeView(
            conversation.Id, conversation.ExpiresAt > due ? conversation.ExpiresAt : due, conversation.ExpiresAt is not null,
            policy.AtEnd, conversation.PinnedAt is not null, conversation.Held, policy.AllowPin, policy.AllowExtend);
    }
}
