namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>The settings <c>Pdf__…</c>.</summary>
public sealed class PdfOptions
{
    public const string Section = "Pdf";

    /// <summary>The program that runs the worker.</summary>
    public string Node { get; set; } = "node";

    /// <summary>Processes at most, each making one file at a time.</summary>
    public int Workers { get; set; } = 2;

    /// <summary>How long one file may take.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>MB a worker may take while it works; it is ended beyond that.</summary>
    public int MaxMemoryMegabytes { get; set; } = 1500;

    /// <summary>Where further fonts lie, below the usual folders of the system.</summary>
    public string? FontFolder { get; set; }
}
