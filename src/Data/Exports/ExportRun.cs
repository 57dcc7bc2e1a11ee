namespace ConversationMemory.Data.Exports;

/// <summary>An export of many conversations into one ZIP, made in the background. A run that was interrupted goes on where it was.</summary>
public sealed class ExportRun
{
    /// <summary>Who asked for it, and whose file it becomes.</summary>
    public Guid OwnerId { get; init; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>JSON: which conversations (chosen ids, a filter, everything, or an organisation), in which formats, with which options.</summary>
    public required string Request { get; init; }

    public ExportRunState State { get; set; } = ExportRunState.Queued;

    /// <summary>Conversations to export; null until they were counted.</summary>
    public int? Total { get; set; }

    /// <summary>Conversations that are in the file.</summary>
    public int Done { get; set; }

    /// <summary>JSON: where it goes on.</summary>
    public string? Place { get; set; }

    public Guid? FileId { get; set; }

    /// <summary>Why it failed, in words for its reader.</summary>
    public string? Error { get; set; }

    /// <summary>How many times it was begun. Who works on it knows it by this number too: a later one has taken over.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }
}

public enum ExportRunState
{
    Queued,
    Running,
    Done,
    Failed,
    Stopped,

    /// <summary>Its file was removed, with a receipt.</summary>
    Expired,
}
