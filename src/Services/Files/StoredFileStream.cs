using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Files;

/// <summary>
/// Reads a stored file from any place. One part is in memory, and each is read in a transaction of its own unless the caller has one, so that a
/// long reading holds nothing in the database.
/// </summary>
public sealed class StoredFileStream : Stream
{
    private readonly AppDbContext db;
    private readonly Guid id;
    private readonly int partSize;
    private byte[] part = [];
    private int number = -1;
    private long position;

    internal StoredFileStream(AppDbContext db, Guid id, long length, int partSize) => (this.db, this.id, Length, this.partSize) = (db, id, length, partSize);

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    /// <exception cref="EndOfStreamException">The file was removed meanwhile.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.IsEmpty) return 0;
        if (position / partSize != number) await LoadAsync((int)(position / partSize), cancellationToken);
        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // ZipArchive reads its list of files synchronously. That is in the background worker of imports, one of whose few threads waits; never in a request.
    public override int Read(Span<byte> buffer)
    {
        if (position >= Length || buffer.IsEmpty) return 0;
        if (position / partSize != number) LoadAsync((int)(position / partSize), CancellationToken.None).GetAwaiter().GetResult();
        return Take(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Take(Span<byte> buffer)
    {
        var rest = part.AsSpan((int)(position % partSize));
        var taken = Math.Min(rest.Length, buffer.Length);
        rest[..taken].CopyTo(buffer);
        position += taken;
        return taken;
    }

    private async Task LoadAsync(int wanted, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var owner = db.CurrentUser.RequiredId;
        part = await db.StoredFileParts.Where(p => p.OwnerId == owner && p.FileId == id && p.Number == wanted).Select(p => p.Data).SingleOrDefaultAsync(ct)
            ?? throw new EndOfStreamException("The file was removed while it was read.");
        number = wanted;
    }
}
