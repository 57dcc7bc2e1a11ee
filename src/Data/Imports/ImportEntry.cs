namespace ConversationMemory.Data.Imports;

/// <summary>One conversation of a file, or one piece of it that could not be read. Kept as long as its import is.</summary>
public sealed class ImportEntry
{
    public Guid OwnerId { get; init; }
    public Guid ImportId { get; init; }

    /// <summary>Place in the file, from 0; branches that become conversations of their own follow their trunk.</summary>
    public int Position { get; init; }

    /// <summary>Which conversation of which service it is (SHA-256): the same one is not imported twice. Null for what could not be read.</summary>
    public byte[]? SourceKey { get; init; }

    /// <summary>Empty once it was undone.</summary>
    public required string Title { get; init; }
    public int Messages { get; init; }

    /// <summary>Other branches than the one last shown. Below 0: it is one of them itself, the second (-2), third and so on.</summary>
    public int Branches { get; init; }

    public DateTimeOffset? FirstAt { get; init; }
    public DateTimeOffset? LastAt { get; init; }
    public ImportOutcome Outcome { get; set; }

    /// <summary>What is wrong with it, or what was changed, in words for its reader.</summary>
    public string? Note { get; set; }
}

public enum ImportOutcome
{
    /// <summary>Can be imported.</summary>
    New,

    /// <summary>Is there already.</summary>
    Duplicate,

    /// <summary>Cannot be read; the note says why.</summary>
    Damaged,

    /// <summary>Left out by choice, as other branches are at first.</summary>
    Skipped,
    Imported,

    /// <summary>Imported into the archive: it is older than conversations live.</summary>
    Archived,
    Undone,
}

/// <summary>Which import a conversation came from. Goes with the conversation.</summary>
public sealed class ImportedConversation
{
    public Guid OwnerId { get; init; }
    public Guid ConversationId { get; init; }
    public Guid ImportId { get; init; }
    public byte[] SourceKey { get; init; } = [];

    /// <summary>The newest seq that was imported: what is after it was written here.</summary>
    public int LastSeq { get; init; }
}
