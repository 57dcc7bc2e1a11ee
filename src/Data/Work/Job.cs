namespace ConversationMemory.Data.Work;

/// <summary>
/// Something that is to be done beside requests. A job that is done is gone, and what it made is its record; recurring work stays and waits for
/// its next time. See docs/jobs.md.
/// </summary>
public sealed class Job
{
    /// <summary>The owner of work that belongs to nobody. No account has this id, so no person sees such a row.</summary>
    public static readonly Guid System = Guid.Empty;

    public Guid OwnerId { get; init; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Kind { get; init; }

    /// <summary>What it is about: a conversation, an export. There is one job at most for each.</summary>
    public Guid Subject { get; init; }

    public JobState State { get; set; }

    /// <summary>JSON; never what somebody wrote.</summary>
    public string? Payload { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    /// <summary>How many times it was begun since it last succeeded. Who works on it knows it by this number too: a later one has taken over.</summary>
    public int Attempts { get; set; }

    /// <summary>The instance that works on it, or did.</summary>
    public string? LockedBy { get; set; }

    /// <summary>Last sign of life of that instance.</summary>
    public DateTimeOffset? HeartbeatAt { get; set; }

    public int Done { get; set; }

    /// <summary>Of how many; null: not known.</summary>
    public int? Total { get; set; }

    /// <summary>Why the last attempt failed: a kind of error, without anybody's words in it.</summary>
    public string? Error { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When the last attempt ended.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}

public enum JobState
{
    Waiting,
    Running,

    /// <summary>Somebody works on it who is to stop.</summary>
    Cancelled,

    /// <summary>Given up. An admin may start it again.</summary>
    Dead,
}
