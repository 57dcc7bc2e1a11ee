using System.Globalization;
using System.Text;
using ConversationMemory.Services.Exports.Pdf;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>Conversations in one ZIP, each in some formats, with a page that lists them and a manifest with the files' checksums.</summary>
/// <param name="zip">Begun, or gone on with.</param>
/// <param name="formats">At least one.</param>
/// <param name="files">Makes each file.</param>
public sealed class ConversationZip(ZipWriter zip, IReadOnlyList<ExportFormat> formats, ExportFiles files)
{
    public const string IndexName = "index.html";
    public const string ManifestName = "manifest.json";

    private const string Folder = "conversations";

    private static readonly TimeSpan WaitForPdf = TimeSpan.FromMilliseconds(500);

    private int count = zip.Entries.Count(entry => entry.Note.Length > 0);

    /// <summary>Conversations in it.</summary>
    public int Count => count;

    /// <param name="conversation">One that is not in it yet.</param>
    /// <param name="owner">The email of whose it is, where it is not the reader's own.</param>
    /// <param name="ct">Ends the writing.</param>
    public async Task AddAsync(ConversationExport conversation, string? owner, CancellationToken ct)
    {
        count++;
        var note = ConversationNote.Of(conversation, owner).ToBytes();
        foreach (var format in formats)
        {
            var file = await FileAsync(conversation, format, ct);
            // The number makes names differ where titles do not.
            await zip.AddAsync(string.Create(CultureInfo.InvariantCulture, $"{Folder}/{count:D5} {file.Name.Full}"), file.CopyToAsync, note, ct);
            note = [];
        }
    }

    /// <summary>Says of a conversation that it is not in it.</summary>
    public Task AddProblemAsync(Guid conversation, string why, CancellationToken ct) =>
        zip.AddAsync($"problems/{conversation}.txt", (output, token) => output.WriteAsync(Encoding.UTF8.GetBytes(why), token).AsTask(), [], ct);

    // One file that cannot be made does not keep all others back; in its place is why. Nobody looks on, so there is time to wait for a turn.
    private async Task<ExportFile> FileAsync(ConversationExport conversation, ExportFormat format, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await files.OfAsync(conversation, format, ExportOptions.Default(format), ct);
            }
            catch (PdfException problem) when (problem.Problem != PdfProblem.Busy)
            {
                var name = ExportName.Of(conversation.Title, $"conversation-{conversation.Id}", "pdf.txt");
                return new ExportFile(name, ExportFormat.Txt.ContentType(), Encoding.UTF8.GetBytes(problem.Message));
            }
            catch (PdfException)
            {
                await Task.Delay(WaitForPdf, ct);
            }
        }
    }

    /// <summary>Something else than a conversation.</summary>
    public Task AddAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken ct) => zip.AddAsync(name, write, [], ct);

    /// <summary>Writes the list, the manifest and the directory.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        await zip.AddAsync(IndexName, (output, token) => ExportIndex.WriteAsync(zip.Entries, output, token), [], ct);
        await zip.AddAsync(ManifestName, (output, token) => ExportManifest.WriteAsync(zip.Entries, output, token), [], ct);
        await zip.FinishAsync(ct);
    }
}
