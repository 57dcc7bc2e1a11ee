using System.IO.Compression;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>
/// A ZIP written from its beginning to its end, of which an entry at most is in memory. A file that was broken off after an entry can be gone on with:
/// <see cref="ReadEntriesAsync"/> finds what is in it. Larger than the 4 GB and 65,535 entries of old ZIP files where it has to be.
/// </summary>
/// <param name="output">Where to; left open.</param>
/// <param name="entries">What is in it already.</param>
/// <param name="position">Bytes that are in it already.</param>
public sealed class ZipWriter(Stream output, IEnumerable<ZipEntryRecord> entries, long position)
{
    private readonly List<ZipEntryRecord> written = [.. entries];
    private long length = position;

    public ZipWriter(Stream output)
        : this(output, [], 0)
    {
    }

    public IReadOnlyList<ZipEntryRecord> Entries => written;

    /// <summary>Bytes so far.</summary>
    public long Length => length;

    /// <param name="name">Another than any before.</param>
    /// <param name="write">Writes the content; it is given a stream that is not to be kept.</param>
    /// <param name="note">For whoever goes on with the file.</param>
    /// <param name="ct">Ends it in the middle of the entry.</param>
    /// <exception cref="OverflowException">The content has 4 GB or more.</exception>
    public async Task AddAsync(string name, Func<Stream, CancellationToken, Task> write, byte[] note, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note.Length, ZipFormat.MostNote, nameof(note));
        using var packed = new MemoryStream();
        ZipEntryRecord entry;
        await using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await using var metered = new MeteredStream(deflate);
            await write(metered, ct);
            await deflate.FlushAsync(ct);
            entry = new ZipEntryRecord(name, metered.Crc, 0, metered.Length, length, metered.Sha256(), note);
        }

        entry = entry with { Compressed = packed.Length };
        var header = ZipFormat.Local(entry);
        await output.WriteAsync(header, ct);
        await output.WriteAsync(packed.GetBuffer().AsMemory(0, (int)packed.Length), ct);
        length += header.Length + packed.Length;
        written.Add(entry);
    }

    /// <summary>Writes the directory: no entry can follow.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        var directory = length;
        foreach (var entry in written)
        {
            var record = ZipFormat.Central(entry);
            await output.WriteAsync(record, ct);
            length += record.Length;
        }

        await output.WriteAsync(ZipFormat.End(written.Count, directory, length - directory), ct);
    }

    /// <summary>The entries of a file by this writer that ends with a whole entry, or with the directory.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static async Task<IReadOnlyList<ZipEntryRecord>> ReadEntriesAsync(Stream input, CancellationToken ct)
    {
        var found = new List<ZipEntryRecord>();
        var header = new byte[ZipFormat.LocalHeader];
        while (input.Position < input.Length)
        {
            var offset = input.Position;
            await input.ReadAtLeastAsync(header, ZipFormat.LocalHeader, throwOnEndOfStream: false, ct);
            if (ZipFormat.ReadLocal(header) is not { } local) break;
            var names = new byte[local.Name + local.Extra];
            await input.ReadExactlyAsync(names, ct);
            if (local.Extra < ZipFormat.FieldHeader + ZipFormat.Sha256Length) throw new InvalidDataException("This ZIP was made by another program.");
            var field = names.AsSpan(local.Name + ZipFormat.FieldHeader);
            found.Add(new ZipEntryRecord(
                System.Text.Encoding.UTF8.GetString(names, 0, local.Name), local.Crc, local.Compressed, local.Size, offset,
                field[..ZipFormat.Sha256Length].ToArray(), field[ZipFormat.Sha256Length..].ToArray()));
            input.Seek(local.Compressed, SeekOrigin.Current);
        }

        return input.Position <= input.Length ? found : throw new InvalidDataException("The ZIP ends within an entry.");
    }
}
