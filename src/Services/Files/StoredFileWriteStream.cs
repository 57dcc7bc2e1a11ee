using ConversationMemory.Data;
using ConversationMemory.Data.Files;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Files;

/// <summary>Writes a file part by part, each committed by itself. A file that is not completed is removed after a day.</summary>
public sealed class StoredFileWriteStream : Stream
{
    /// <summary>Bytes of a part; the last one is shorter.</summary>
    public const int PartSize = 512 * 1024;

    private readonly AppDbContext db;
    private readonly DateTimeOffset expiresAt;
    private readonly byte[] part = new byte[PartSize];
    private int filled;
    private int number;
    private long stored;

    internal StoredFileWriteStream(AppDbContext db, Guid id, DateTimeOffset expiresAt) => (this.db, Id, this.expiresAt) = (db, id, expiresAt);

    public Guid Id { get; }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;

    /// <summary>Bytes written so far.</summary>
    public override long Length => stored + filled;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, PartSize - filled);
            buffer[..taken].CopyTo(part.AsMemory(filled));
            filled += taken;
            buffer = buffer[taken..];
            if (filled == PartSize) await StoreAsync(complete: false, cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Writers of ZIP files write a few bytes synchronously; a thread waits for the part that is full then.
    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <summary>The file is whole: it can be read from now on.</summary>
    public Task CompleteAsync(CancellationToken ct) => StoreAsync(complete: true, ct);

    /// <summary>Does nothing: parts are stored when they are full.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task StoreAsync(bool complete, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (filled > 0)
        {
            var stores = new StoredFilePart { OwnerId = owner, FileId = Id, Number = number, Offset = stored, Data = part[..filled] };
            db.StoredFileParts.Add(stores);
            await db.SaveChangesAsync(ct);
            db.Entry(stores).State = EntityState.Detached;
        }

        var length = stored + filled;
        var changed = await db.StoredFiles.Where(f => f.OwnerId == owner && f.Id == Id && !f.Complete).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.Length, length).SetProperty(f => f.Complete, complete)
            .SetProperty(f => f.ExpiresAt, f => complete ? expiresAt : f.ExpiresAt), ct);
        if (changed == 0) throw new InvalidOperationException("The file was removed while it was written.");
        await transaction.CommitAsync(ct);
        (stored, filled, number) = (length, 0, number + 1);
    }
}
