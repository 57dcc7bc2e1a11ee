using System.IO.Hashing;
using System.Security.Cryptography;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>Passes bytes on, and knows their number and checksums.</summary>
internal sealed class MeteredStream(Stream output) : Stream
{
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 crc = new();
    private long size;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => size;
    public override long Position { get => size; set => throw new NotSupportedException(); }

    public uint Crc => crc.GetCurrentHashAsUInt32();

    public byte[] Sha256() => sha.GetHashAndReset();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        crc.Append(buffer);
        sha.AppendData(buffer);
        size += buffer.Length;
        output.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) sha.Dispose();
        base.Dispose(disposing);
    }
}
