using System.IO.Compression;
using System.Text;
using ConversationMemory.Services.Imports;

namespace ConversationMemory.Tests.Unit.Imports;

/// <summary>Reads uploads as an import does.</summary>
internal static class Pieces
{
    public static Task<List<ImportPiece>> OfAsync(string json, ImportOptions? limits = null) => OfAsync(Encoding.UTF8.GetBytes(json), limits);

    public static async Task<List<ImportPiece>> OfAsync(byte[] file, ImportOptions? limits = null)
    {
        using var stream = new MemoryStream(file);
        var pieces = new List<ImportPiece>();
        await foreach (var piece in new ImportFile(limits ?? new ImportOptions()).ReadAsync(stream, CancellationToken.None)) pieces.Add(piece);
        return pieces;
    }

    public static async Task<ImportedChat> OneAsync(string json)
    {
        var piece = Assert.Single(await OfAsync(json));
        Assert.Null(piece.Problem);
        return piece.Chat!;
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Role and first words of each message.</summary>
    public static string Text(ImportedChat chat) => string.Join(" | ", chat.Messages.Select(m => $"{m.Role}: {m.Content}"));
}
