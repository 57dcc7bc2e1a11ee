using System.IO.Compression;
using ConversationMemory.Data.Retention;

namespace ConversationMemory.Services.Exports;

/// <summary>A copy that was saved before a deletion, as the file it was.</summary>
public static class SavedCopyFile
{
    public static ExportFile Of(SavedCopy copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var type = (copy.Format == ExportFormat.Md.Name() ? ExportFormat.Md : ExportFormat.Json).ContentType();
        return new ExportFile(ExportName.Of(copy.Title, $"conversation-{copy.ConversationId}", copy.Format), type, async (output, ct) =>
        {
            await using var packed = new BrotliStream(new MemoryStream(copy.Data), CompressionMode.Decompress);
            await packed.CopyToAsync(output.AsStream(leaveOpen: true), ct);
        });
    }
}
