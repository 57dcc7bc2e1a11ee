namespace ConversationMemory.Services.Imports;

/// <summary>Reads no more than it was told, whatever a header promised: the way to meet a ZIP that unpacks without end.</summary>
/// <param name="inner">What is read.</param>
/// <param name="most">Bytes.</param>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    /// <summary>Bytes read so far.</summary>
    public long Taken { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="ImportException">There is more than allowed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Taken += read;
        return Taken <= most ? read : throw new ImportException("Unpacked, this file is far larger than an export is. It was not read.", "too_large_unpacked");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
