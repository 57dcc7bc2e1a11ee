using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>
/// Messages as bytes and back, without loss. A byte for the version, then compressed with Brotli: the texts, each ended by a NUL, which no text
/// holds; then JSON with an array for each column, because what is alike lies together then, and that names no column.
/// </summary>
public static class SegmentCodec
{
    // Measured: docs/performance.md, size on disk.
    private const int Quality = 11;
    private const int Window = 22;
    private const byte Version = 1;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">A text holds a NUL, which cannot come from the database.</exception>
    public static byte[] Encode(SegmentContent content) => Encode(content, Quality);

    /// <param name="quality">Brotli's, 0 to 11.</param>
    /// <inheritdoc cref="Encode(SegmentContent)"/>
    public static byte[] Encode(SegmentContent content, int quality)
    {
        var plain = new ArrayBufferWriter<byte>();
        foreach (var text in content.Messages.Select(m => m.Content).Concat(content.Summaries.Select(s => s.Content))) WriteText(plain, text);
        using (var json = new Utf8JsonWriter(plain, Writing)) SegmentColumns.Write(json, content);
        var packed = new byte[1 + BrotliEncoder.GetMaxCompressedLength(plain.WrittenCount)];
        packed[0] = Version;
        return BrotliEncoder.TryCompress(plain.WrittenSpan, packed.AsSpan(1), out var length, quality, Window)
            ? packed[..(1 + length)]
            : throw new InvalidOperationException("Brotli had no room.");
    }

    /// <exception cref="InvalidDataException">These are no packed messages, or a later version packed them.</exception>
    public static SegmentContent Decode(byte[] data) => Open(data).Read();

    /// <summary>Unpacks the texts, at a third of the cost of everything.</summary>
    /// <inheritdoc cref="Decode"/>
    public static OpenedSegment Open(byte[] data)
    {
        if (data.Length < 2 || data[0] != Version) throw new InvalidDataException("This version does not know how these messages are packed.");
        var plain = Decompress(data);
        var end = plain.Span.LastIndexOf((byte)0);
        // Not the whole of what was unpacked is kept: the texts are most of it.
        return new OpenedSegment(end < 0 ? [] : Encoding.UTF8.GetString(plain.Span[..end]).Split('\0'), plain[(end + 1)..].ToArray());
    }

    private static void WriteText(ArrayBufferWriter<byte> plain, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("A text holds a NUL.", nameof(text));
        Encoding.UTF8.GetBytes(text, plain);
        plain.Write<byte>([0]);
    }

    private static ReadOnlyMemory<byte> Decompress(byte[] data)
    {
        // Not by BrotliStream, which takes 64 kB for itself each time: a search unpacks hundreds.
        using var brotli = new BrotliDecoder();
        var plain = new ArrayBufferWriter<byte>(Math.Max(256, 5 * data.Length));
        ReadOnlySpan<byte> rest = data.AsSpan(1);
        while (true)
        {
            var done = brotli.Decompress(rest, plain.GetSpan(256), out var taken, out var written);
            plain.Advance(written);
            rest = rest[taken..];
            if (done == OperationStatus.Done) return plain.WrittenMemory;
            if (done != OperationStatus.DestinationTooSmall) throw new InvalidDataException("These are not packed messages.");
        }
    }
}
