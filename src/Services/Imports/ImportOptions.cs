namespace ConversationMemory.Services.Imports;

/// <summary>What bounds an import. Settings of the section <c>Imports</c>.</summary>
public sealed class ImportOptions
{
    private const long Megabyte = 1_000_000;

    /// <summary>The largest upload, in MB of 1,000,000 bytes.</summary>
    public int MaxMegabytes { get; set; } = 300;

    public long MaxBytes => MaxMegabytes * Megabyte;

    /// <summary>Days an upload is kept that nobody imports.</summary>
    public int KeptDays { get; set; } = 7;

    /// <summary>Uploads of one person that wait to be imported.</summary>
    public int MaxWaiting { get; set; } = 5;

    /// <summary>Bytes of one conversation; a larger one is reported as damaged.</summary>
    public int MaxEntryBytes { get; set; } = 20_000_000;

    /// <summary>Conversations and damaged pieces in one upload.</summary>
    public int MaxEntries { get; set; } = 50_000;

    /// <summary>Files in a ZIP, pictures among them.</summary>
    public int MaxZipEntries { get; set; } = 60_000;

    /// <summary>Bytes of a ZIP's conversations when unpacked: JSON packs to a tenth or so.</summary>
    public long MaxUnpackedBytes => 10 * MaxBytes;
}
