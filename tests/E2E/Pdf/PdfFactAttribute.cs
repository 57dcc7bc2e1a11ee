namespace ConversationMemory.Tests.E2E.Pdf;

/// <summary>A test that looks into a PDF. Without fonts or the programs for it that cannot be.</summary>
public sealed class PdfFactAttribute : FactAttribute
{
    public PdfFactAttribute() => Skip = PdfTools.Missing;
}

public sealed class PdfTheoryAttribute : TheoryAttribute
{
    public PdfTheoryAttribute() => Skip = PdfTools.Missing;
}

internal static class PdfTools
{
    /// <summary>Null: all is there.</summary>
    public static string? Missing { get; } = Has("qpdf") && Has("pdftotext") && Directory.Exists("/usr/share/fonts/truetype/noto")
        ? null
        : "This system has no qpdf, no poppler-utils or no Noto fonts, which deploy/prerequisites.sh --tests installs.";

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
