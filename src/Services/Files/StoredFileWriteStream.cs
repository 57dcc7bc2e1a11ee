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

    // The part that is being filled is in the database already, as far as it was filled at the last checkpoint.
    private bool isPartStored;

    internal StoredFileWriteStream(AppDbContext db, Guid id, DateTimeOffset expiresAt) => (this.db, Id, this.expiresAt) = (db, id, expiresAt);

    /// <summary>Goes on with a file that was cut to what is given.</summary>
    internal StoredFileWriteStream(AppDbContext db, Guid id, DateTimeOffset expiresAt, long length, byte[] lastPart)
        : this(db, id, expiresAt)
    {
        lastPart.CopyTo(part, 0);
        (filled, isPartStored) = (lastPart.Length, lastPart.Length > 0);
        stored = length - filled;
        number = (int)(stored / PartSize);
    }

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

    /// <summary>
    /// Stores what was written so far, within the caller's transaction: with what the caller notes there the file can be gone on with by
    /// <see cref="StoredFiles.ReopenAsync"/>.
    /// </summary>
    public async Task CheckpointAsync(CancellationToken ct)
    {
        await StorePartAsync(ct);
        await SetLengthAsync(complete: false, ct);
        isPartStored = filled > 0;
    }

    /// <summary>The file is whole: it can be read from now on.</summary>
    public Task CompleteAsync(CancellationToken ct) => StoreAsync(complete: true, ct);

    /// <summary>Does nothing: parts are stored when they are full.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    // A thread would wait for the database.
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task StoreAsync(bool complete, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await StorePartAsync(ct);
        await SetLengthAsync(complete, ct);
        await transaction.CommitAsync(ct);
        (stored, filled, number, isPartStored) = (stored + filled, 0, number + 1, false);
    }

    private async Task StorePartAsync(CancellationToken ct)
    {
        if (filled == 0) return;
        var owner = db.CurrentUser.RequiredId;
        var data = part[..filled];
        if (isPartStored)
        {
            await db.StoredFileParts.Where(p => p.OwnerId == owner && p.FileId == Id && p.Number == number)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Data, data), ct);
            return;
        }

        var stores = new StoredFilePart { OwnerId = owner, FileId = Id, Number = number, Offset = stored, Data = data };
        db.StoredFileParts.Add(stores);
        await db.SaveChangesAsync(ct);
        db.Entry(stores).State = EntityState.Detached;
    }

    private async Task SetLengthAsync(bool complete, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        var length = stored + filled;
        var changed = await db.StoredFiles.Where(f => f.OwnerId == owner && f.Id == Id && !f.Complete).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.Length, length).SetProperty(f => f.Complete, complete)
            .SetProperty(f => f.ExpiresAt, f => complete ? expiresAt : f.ExpiresAt), ct);
        if (changed == 0) throw new InvalidOperationException("The file was removed while it was written.");
    }
}
