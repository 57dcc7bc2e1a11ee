using System.IO.Compression;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Copies of conversations whose deletion waits for them. While a copy cannot be saved its conversation stays.</summary>
public sealed class SavedCopies(MaintenanceDataSource database, TimeProvider clock)
{
    private const int RemovedAtOnce = 200;

    /// <summary>Saves a copy as a pair of files.</summary>
    /// <param name="files">Of the conversation's owner.</param>
    /// <returns>False: the conversation has changed meanwhile, and nothing was saved.</returns>
    public async Task<bool> SaveAsync(ExportFiles files, Guid owner, Guid conversationId, CancellationToken ct)
    {
        // Gone, and nothing waits for it.
        if (await files.ReadAsync(conversationId, ct) is not { } conversation) return true;
        PackedFile[] packed = [await PackAsync(conversation, ExportFormat.Md, ct), await PackAsync(conversation, ExportFormat.Json, ct)];
        return await SaveCopies.RunAsync(database, (owner, conversationId), conversation.UpdatedAt, packed, clock.GetUtcNow(), ct);
    }

    /// <summary>Removes copies whose time is over.</summary>
    public async Task RemoveAsync(CancellationToken ct)
    {
        while (await RemoveSavedCopies.RunAsync(database, clock.GetUtcNow(), RemovedAtOnce, ct) == RemovedAtOnce) { }
    }

    private static async Task<PackedFile> PackAsync(ConversationExport conversation, ExportFormat format, CancellationToken ct)
    {
        var content = await ExportFiles.Of(conversation, format).ReadAllAsync(ct);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(content);
        return new PackedFile(format.Name(), packed.ToArray(), content.Length);
    }
}
