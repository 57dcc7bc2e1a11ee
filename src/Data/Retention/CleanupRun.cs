namespace ConversationMemory.Data.Retention;

/// <summary>One run of the sweep, or of a cleanup that an admin started. Each batch is counted in its own transaction.</summary>
public sealed class CleanupRun
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>As in <see cref="Receipt.Layer"/>.</summary>
    public required string Layer { get; init; }

    public RunState State { get; set; }

    /// <summary>JSON: what a cleanup selects; null for a sweep.</summary>
    public string? Filter { get; init; }

    /// <summary>The most conversations a second; null: as fast as it goes.</summary>
    public int? PerSecond { get; set; }

    /// <summary>Conversations selected at the start; 0 for a sweep.</summary>
    public int Selected { get; set; }

    public int Noticed { get; set; }
    public int Archived { get; set; }
    public int Trashed { get; set; }
    public int Deleted { get; set; }
    public long Messages { get; set; }
    public long Bytes { get; set; }

    public Guid? StartedBy { get; init; }
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The last batch; a run that is running and has been silent for long was interrupted.</summary>
    public DateTimeOffset HeartbeatAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
