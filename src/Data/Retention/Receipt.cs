namespace ConversationMemory.Data.Retention;

/// <summary>The record of what was removed, without content. It outlives the account it is about.</summary>
public sealed class Receipt
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OwnerId { get; init; }

    /// <summary>The run of the sweep or cleanup that did it; null: none did.</summary>
    public Guid? RunId { get; init; }

    /// <summary><c>ttl</c>, <c>archive_ttl</c>, <c>window</c>, <c>person</c>, <c>admin</c>, <c>account</c> or <c>saved_copy</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>Who did it: a layer of the sweep (<c>insert</c>, <c>request</c>, <c>schedule</c>, <c>pg_cron</c>, <c>api</c>), <c>panel</c> or <c>person</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>JSON: the policy and rule, such as <c>{"scope": "organisation", "ttl_days": 30}</c>.</summary>
    public string Rule { get; init; } = "{}";

    public Guid[] Conversations { get; init; } = [];

    /// <summary>JSON: by table, <c>{"messages": {"rows": 30, "bytes": 9000}}</c>.</summary>
    public string Counts { get; init; } = "{}";

    public DateTimeOffset At { get; init; }
}
