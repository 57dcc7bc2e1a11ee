namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>A PDF cannot be had, or not now. The message is for the person who asked for it.</summary>
public sealed class PdfException(PdfProblem problem, string message) : Exception(message)
{
    private const string WayOut = "The HTML file looks the same, and a browser prints it or saves it as PDF.";

    public PdfProblem Problem { get; } = problem;

    internal static PdfException NotInstalled() => new(PdfProblem.NotInstalled,
        $"This server cannot make PDF files: Node, or its part for PDF, is not installed. An administrator finds in docs/exports.md what to install. {WayOut}");

    internal static PdfException FontsMissing(string packages) => new(PdfProblem.FontsMissing,
        $"This server lacks fonts for this conversation ({packages}). An administrator finds in docs/exports.md what to install. {WayOut}");

    internal static PdfException Busy() => new(PdfProblem.Busy, $"Many PDF files are being made right now. Please try again in half a minute. {WayOut}");

    internal static PdfException TooLarge() => new(PdfProblem.TooLarge,
        $"This conversation is too large for one PDF. Choose a part of it, from one message to another. {WayOut}");

    internal static PdfException Failed() => new(PdfProblem.Failed, $"The PDF could not be made. {WayOut}");
}

public enum PdfProblem
{
    /// <summary>There is no Node, or the worker's packages are missing.</summary>
    NotInstalled,

    FontsMissing,

    /// <summary>Too many wait already.</summary>
    Busy,

    /// <summary>It took too long or too much memory.</summary>
    TooLarge,

    /// <summary>The worker refused it or died, twice.</summary>
    Failed,
}
