using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Services.Conversations;

namespace ConversationMemory.Services.Retention;

/// <summary>A field of the policy that holds for a conversation.</summary>
/// <param name="Value">As in the database; 0 stands for all or for ever.</param>
/// <param name="DisplayValue">As people say it.</param>
/// <param name="Scope">Whose policy decided: <c>system</c>, <c>organisation</c>, <c>agent</c> or <c>conversation</c>.</param>
/// <param name="IsLocked">A wider policy lets nothing narrower change it.</param>
public sealed record ExplainedField(string Column, string Label, string Value, string DisplayValue, string Scope, bool IsLocked);

/// <summary>Why a conversation is where it is, and until when.</summary>
/// <param name="Conversation">Its dates, without content.</param>
/// <param name="Fields">What holds for it.</param>
/// <param name="Wider">What would hold if nothing were set for the conversation itself.</param>
/// <param name="EndsAt">When its next step comes, by today's policy: to the trash or the archive, or for good from there. Null: never.</param>
public sealed record RetentionExplanation(ConversationEnd Conversation, IReadOnlyList<ExplainedField> Fields, IReadOnlyList<ExplainedField> Wider, DateTimeOffset? EndsAt)
{
    public ConversationState State => Conversation switch
    {
        { DeletedAt: not null } => ConversationState.Deleted,
        { ArchivedAt: not null } => ConversationState.Archived,
        { NoticedAt: not null } => ConversationState.Expiring,
        _ => ConversationState.Live,
    };

    public ExplainedField this[string column] => Fields.Single(f => f.Column == column);

    /// <summary>In plain words, with days as <paramref name="zone"/> has them.</summary>
    public string In(TimeZoneInfo zone) => new ExplanationText(this, zone).ToString();
}
