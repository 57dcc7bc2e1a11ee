namespace ConversationMemory.Data.Imports;

/// <summary>A file brought in: uploaded, looked through, shown, then imported in the background; or undone as a whole.</summary>
public sealed class ImportRun
{
    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>As it was uploaded; without its folder.</summary>
    public required string FileName { get; init; }

    /// <summary>What it was found to be, such as <c>chatgpt</c>; null while that is not known.</summary>
    public string? Format { get; set; }

    public ImportState State { get; set; } = ImportState.Reading;

    /// <summary>JSON: what the person chose, such as whether other branches become conversations of their own.</summary>
    public string Options { get; set; } = "{}";

    /// <summary>JSON: counts of the preview and of the run.</summary>
    public string Report { get; set; } = "{}";

    /// <summary>The upload; null once it is removed.</summary>
    public Guid? FileId { get; set; }

    /// <summary>Entries of the file that were read, or imported, so far.</summary>
    public int Done { get; set; }

    /// <summary>Entries of the file; null until it was read.</summary>
    public int? Total { get; set; }

    /// <summary>Why the whole of it failed, in words for its reader.</summary>
    public string? Error { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }
}

public enum ImportState
{
    /// <summary>Uploaded, and being looked through.</summary>
    Reading,

    /// <summary>Its preview can be looked at.</summary>
    Ready,

    /// <summary>Chosen, and waiting or running.</summary>
    Importing,
    Done,
    Failed,
    Undoing,
    Undone,
}
