using ConversationMemory.Services.Exports.Many;

namespace ConversationMemory.Services.Exports;

/// <summary>Several conversations of the current user in one ZIP at once: each as Markdown and as JSON.</summary>
public sealed class ExportZip(ExportFiles files)
{
    private static readonly ExportFormat[] Formats = [ExportFormat.Md, ExportFormat.Json];

    /// <summary>Writes conversation by conversation, so that no more than one is in memory.</summary>
    /// <param name="ids">Those that are not there, or not this person's, are left out.</param>
    /// <param name="output">Where to; left open.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>How many conversations there are in it; with none there is no ZIP.</returns>
    public async Task<int> WriteAsync(IEnumerable<Guid> ids, Stream output, CancellationToken ct)
    {
        var zip = new ConversationZip(new ZipWriter(output), Formats, files);
        foreach (var id in ids.Distinct())
            if (await files.ReadAsync(id, ct) is { } conversation) await zip.AddAsync(conversation, owner: null, ct);
        if (zip.Count > 0) await zip.FinishAsync(ct);
        return zip.Count;
    }
}
