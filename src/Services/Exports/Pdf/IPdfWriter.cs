using ConversationMemory.Services.Exports.Document;

namespace ConversationMemory.Services.Exports.Pdf;

/// <summary>Lays out a conversation as PDF. What does it lies outside of this process, or may be another library one day.</summary>
public interface IPdfWriter
{
    /// <returns>The whole file.</returns>
    /// <exception cref="PdfException">It cannot be had, or not now.</exception>
    Task<ReadOnlyMemory<byte>> WriteAsync(ConversationDocument document, CancellationToken ct);
}
