namespace ConversationMemory.Services.Exports;

/// <summary>The formats of a saved conversation.</summary>
public enum ExportFormat
{
    Md,
    Json,
    Pdf,
    Html,
    Txt,
}

public static class ExportFormats
{
    /// <summary>In the order in which people are offered them.</summary>
    public static IReadOnlyList<ExportFormat> Available { get; } =
        [ExportFormat.Pdf, ExportFormat.Html, ExportFormat.Md, ExportFormat.Txt, ExportFormat.Json];

    /// <summary>Understands the names of the API, such as <c>md</c>, in any case.</summary>
    public static bool TryParse(string? name, out ExportFormat format) =>
        Enum.TryParse(name, ignoreCase: true, out format) && name!.All(char.IsAsciiLetter);

    /// <summary>Its name in the API, which is also the ending of its files.</summary>
    public static string Name(this ExportFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>Its name for people.</summary>
    public static string Title(this ExportFormat format) => format switch
    {
        ExportFormat.Md => "Markdown",
        ExportFormat.Txt => "Plain text",
        _ => format.ToString().ToUpperInvariant(),
    };

    /// <summary>What it is good for, in a few words.</summary>
    public static string Purpose(this ExportFormat format) => format switch
    {
        ExportFormat.Pdf => "to read, print and pass on",
        ExportFormat.Html => "one page for any browser",
        ExportFormat.Md => "to read and edit",
        ExportFormat.Txt => "for any program",
        _ => "all there is, to bring back",
    };

    /// <summary>With the character set where it is text.</summary>
    public static string ContentType(this ExportFormat format) => format switch
    {
        ExportFormat.Md => "text/markdown; charset=utf-8",
        ExportFormat.Json => "application/json; charset=utf-8",
        ExportFormat.Html => "text/html; charset=utf-8",
        ExportFormat.Txt => "text/plain; charset=utf-8",
        _ => "application/pdf",
    };
}
