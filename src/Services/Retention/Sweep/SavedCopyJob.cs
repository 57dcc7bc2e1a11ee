using System.IO.Compression;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>
/// Saves the copy of a conversation whose deletion waits for it, as a pair of files. Its subject is the conversation, which stays while its copy
/// cannot be saved.
/// </summary>
internal sealed class SavedCopyJob(ExportFiles files, AdminDbContext db, TimeProvider clock) : IJobHandler
{
    public static readonly JobKind Kind = new("saved_copy", "Copies before deletions") { MostAttempts = 12, MostWait = TimeSpan.FromHours(1) };

    public async Task RunAsync(JobRun job, CancellationToken ct)
    {
        // Gone, and nothing waits for it.
        if (await files.ReadAsync(job.Subject, ct) is not { } conversation) return;
        PackedFile[] packed = [await PackAsync(conversation, ExportFormat.Md, ct), await PackAsync(conversation, ExportFormat.Json, ct)];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await SaveCopies.RunAsync(db, (job.OwnerId, job.Subject), conversation.UpdatedAt, packed, clock.GetUtcNow(), ct))
            throw new JobException("The conversation changed while it was read.");
        await job.FinishAsync(db, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<PackedFile> PackAsync(ConversationExport conversation, ExportFormat format, CancellationToken ct)
    {
        var content = await ExportFiles.Of(conversation, format).ReadAllAsync(ct);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(content);
        return new PackedFile(format.Name(), packed.ToArray(), content.Length);
    }
}
