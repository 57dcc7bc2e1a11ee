using System.Text;

namespace ConversationMemory.Services.Imports;

/// <summary>Our Markdown, read back. The seam for the reader of the exports: it takes the text and gives a chat.</summary>
internal static class MarkdownPiece
{
    /// <summary>Set where there is a reader: text to conversation, or an exception that says what is wrong.</summary>
    public static Func<string, ImportedChat>? Reader { get; }

    public static async Task<ImportPiece> ReadAsync(Stream content, ImportOptions limits, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await new BoundedStream(content, limits.MaxEntryBytes).CopyToAsync(bytes, ct);
        if (Reader is null) return new ImportPiece(null, "Markdown cannot be read back yet. Send the JSON of the same export.", "Markdown");
        try
        {
            return new ImportPiece(StorableText.Of(Reader(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length))));
        }
        catch (FormatException damaged)
        {
            return new ImportPiece(null, $"It is damaged: {damaged.Message}", "Markdown");
        }
    }
}
