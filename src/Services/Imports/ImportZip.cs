using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace ConversationMemory.Services.Imports;

/// <summary>
/// The conversations of a ZIP. Nothing is ever unpacked to a disk, so names lead nowhere; those that try are refused all the same. Pictures and the like are
/// passed over.
/// </summary>
internal sealed class ImportZip(ImportFile file, ImportOptions limits)
{
    // What lists the files of a ZIP: with so many bytes it lists more files than are taken, and would be read as a whole.
    private const int MostDirectoryBytes = 8_000_000;
    private const int MostTailBytes = 66_000;

    // Text packs to a tenth, seldom to a hundredth; a bomb to a thousandth.
    private const int MostRatio = 200;
    private const long FreeOfRatio = 10_000_000;

    private long unpacked;

    public async IAsyncEnumerable<ImportPiece> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken ct)
    {
        await RefuseHugeDirectoryAsync(content, ct);
        using var zip = await OpenAsync(content, ct);
        if (zip.Entries.Count > limits.MaxZipEntries)
            throw new ImportException($"The ZIP has {zip.Entries.Count:N0} files; {limits.MaxZipEntries:N0} are allowed. Send the conversations.json in it alone.", "too_many");
        var names = zip.Entries.Select(e => e.FullName).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if (Refuse(entry) is { } problem)
            {
                yield return new ImportPiece(null, problem, Label(entry.FullName));
                continue;
            }

            if (!IsReadable(entry, names)) continue;
            await foreach (var piece in PiecesAsync(entry, ct)) yield return piece;
        }
    }

    private static async Task<ZipArchive> OpenAsync(Stream content, CancellationToken ct)
    {
        try
        {
            return await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, ct);
        }
        catch (InvalidDataException)
        {
            throw new ImportException("The ZIP is damaged: the list of its files cannot be read. Was the download complete?", "damaged_zip");
        }
    }

    private async IAsyncEnumerable<ImportPiece> PiecesAsync(ZipArchiveEntry entry, [EnumeratorCancellation] CancellationToken ct)
    {
        var most = Math.Min(limits.MaxUnpackedBytes - unpacked, Math.Max(FreeOfRatio, entry.CompressedLength * MostRatio));
        await using var opened = await OpenEntryAsync(entry, ct);
        if (opened is null)
        {
            yield return new ImportPiece(null, "It is damaged, or packed in a way that is not known here.", Label(entry.FullName));
            yield break;
        }

        await using var bounded = new BoundedStream(opened, most);
        await using var pieces = file.PiecesAsync(await PeekedFile.OpenAsync(bounded, ct), isAlone: false, ct).GetAsyncEnumerator(ct);
        while (await NextAsync(pieces) is { } piece)
        {
            yield return piece;
            if (piece.Problem == Broken) break;
        }

        unpacked += bounded.Taken;
    }

    private const string Broken = "The rest of this file is damaged and cannot be unpacked.";

    private static async Task<ImportPiece?> NextAsync(IAsyncEnumerator<ImportPiece> pieces)
    {
        try
        {
            return await pieces.MoveNextAsync() ? pieces.Current : null;
        }
        catch (InvalidDataException)
        {
            return new ImportPiece(null, Broken, "Rest");
        }
    }

    private static async Task<Stream?> OpenEntryAsync(ZipArchiveEntry entry, CancellationToken ct)
    {
        try
        {
            return await entry.OpenAsync(ct);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Refuse(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || (name.Length > 1 && name[1] == ':') || name.Split('/').Contains(".."))
            return "Its name leads out of the ZIP, so it was not read.";
        if (entry.IsEncrypted && IsText(name)) return "It is protected by a password. Unpack the ZIP, and send it without one.";
        return name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? "A ZIP within a ZIP is not read. Send it by itself." : null;
    }

    private static bool IsText(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".md", StringComparison.OrdinalIgnoreCase);

    // Our own exports hold each conversation twice; the JSON leaves nothing out.
    private static bool IsReadable(ZipArchiveEntry entry, HashSet<string> names)
    {
        var name = entry.FullName;
        if (name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)) return !names.Contains(Path.ChangeExtension(name, ".json"));
        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }

    private static string Label(string name) => name.Length <= 100 ? name : "…" + name[^100..];

    /// <summary>The end of a ZIP says where its list begins. It is checked before anything reads the list.</summary>
    private static async Task RefuseHugeDirectoryAsync(Stream content, CancellationToken ct)
    {
        var tail = new byte[Math.Min(MostTailBytes, content.Length)];
        content.Position = content.Length - tail.Length;
        await content.ReadExactlyAsync(tail, ct);
        content.Position = 0;
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 22 > tail.Length) throw new ImportException("The ZIP is damaged: its end is missing. Was the download complete?", "damaged_zip");
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        var size = Math.Max(start == uint.MaxValue ? 0 : content.Length - start, Zip64Size(tail.AsSpan(0, end), content.Length));
        if (size > MostDirectoryBytes) throw new ImportException("The ZIP has too many files. Send the conversations.json in it alone.", "too_many");
    }

    private static long Zip64Size(ReadOnlySpan<byte> tail, long length)
    {
        var end = tail.LastIndexOf("PK\u0006\u0006"u8);
        return end < 0 || end + 56 > tail.Length ? 0 : length - (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(tail[(end + 48)..]));
    }
}
