namespace ConversationMemory.Data.Audit;

/// <summary>What an admin did, or a hold prevented. Written once: the database refuses to change or remove it.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Who; null: the app itself, or the admin secret.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>What, such as <c>policy.changed</c> or <c>hold.placed</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Of what kind is what it was done to, such as <c>user</c>.</summary>
    public string? TargetKind { get; init; }

    public string? TargetId { get; init; }

    /// <summary>JSON, without content of conversations and without secrets.</summary>
    public string Detail { get; init; } = "{}";
}
