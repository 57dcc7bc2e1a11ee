
namespace ConversationMemory.Services.Imports;

/// <summary>A file whose beginning was looked at.</summary>
/// <param name="Content">From its beginning, without a byte order mark.</param>
/// <param name="Refusal">Why nothing can be read of it, in words for its reader.</param>
internal sealed record PeekedFile(Stream Content, bool IsZip, bool IsMarkdown, string? Refusal)
{
    private const int Beginning = 4096;

    public static async Task<PeekedFile> OpenAsync(Stream content, CancellationToken ct)
    {
        var beginning = new byte[Beginning];
        var length = await content.ReadAtLeastAsync(beginning, Beginning, throwOnEndOfStream: false, ct);
        ReadOnlyMemory<byte> peeked = beginning.AsMemory(0, length);
        if (peeked.Span.StartsWith("PK\u0003\u0004"u8) || peeked.Span.StartsWith("PK\u0005\u0006"u8)) return new PeekedFile(content, IsZip: true, false, null);
        if (peeked.Span.StartsWith("\uFEFF"u8)) peeked = peeked[3..];
        return new PeekedFile(new PrefixedStream(peeked, content), false, IsOurMarkdown(peeked.Span), Refuse(peeked.Span));
    }

    private static bool IsOurMarkdown(ReadOnlySpan<byte> start) => start.StartsWith("---"u8) && start.IndexOf("conversationmemory.markdown/"u8) >= 0;

    private static string? Refuse(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return "The file is empty.";
        if (text[0] is (byte)'[' or (byte)'{' || IsOurMarkdown(start)) return null;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return "The file is UTF-16. Save it as UTF-8 and send it again.";
        return text[0] == '<'
            ? "This is the page of an export, for reading. Send the conversations.json beside it, or the whole ZIP."
            : "This is neither JSON nor a ZIP file. Send the conversations.json or the ZIP as it was exported.";
    }
}

/// <summary>Bytes that were read already, then the rest.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> left = prefix;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (left.IsEmpty) return await rest.ReadAsync(buffer, cancellationToken);
        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer);
        left = left[taken..];
        return taken;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
