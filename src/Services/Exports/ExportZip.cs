using System.Globalization;
using System.IO.Compression;

namespace ConversationMemory.Services.Exports;

/// <summary>Several conversations of the current user in one ZIP: each as Markdown and as JSON.</summary>
public sealed class ExportZip(ExportFiles files)
{
    private static readonly ExportFormat[] Formats = [ExportFormat.Md, ExportFormat.Json];

    /// <summary>Writes conversation by conversation, so that no more than one is in memory.</summary>
    /// <param name="ids">Those that are not there, or not this person's, are left out.</param>
    /// <param name="output">Where to; left open. Written to synchronously in between, so no response body as it is.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>How many conversations there are in it.</returns>
    public async Task<int> WriteAsync(IEnumerable<Guid> ids, Stream output, CancellationToken ct)
    {
        var count = 0;
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var id in ids.Distinct())
        {
            if (await files.ReadAsync(id, ct) is not { } conversation) continue;
            count++;
            foreach (var format in Formats) await AddAsync(zip, ExportFiles.Of(conversation, format), count, ct);
        }

        return count;
    }

    // The number makes names differ where titles do not.
    private static async Task AddAsync(ZipArchive zip, ExportFile file, int number, CancellationToken ct)
    {
        var entry = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{number:D3} {file.Name.Full}"), CompressionLevel.Optimal);
        entry.LastWriteTime = ZipEpoch;
        await using var stream = await entry.OpenAsync(ct);
        await file.CopyToAsync(stream, ct);
    }

    // The same conversations give the same bytes.
    private static readonly DateTimeOffset ZipEpoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
