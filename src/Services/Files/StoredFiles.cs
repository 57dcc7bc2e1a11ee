using ConversationMemory.Data;
using ConversationMemory.Data.Files;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Files;

/// <summary>
/// Files of the current user that are kept for a while, in the database alone: never on a disk where row security does not hold. Neither
/// writing nor reading has more than a part of one in memory.
/// </summary>
public sealed class StoredFiles(AppDbContext db, TimeProvider clock)
{
    /// <summary>How long a file is kept that was never completed.</summary>
    private static readonly TimeSpan KeptUnfinished = TimeSpan.FromDays(1);

    /// <summary>Begins a file. What is written to it counts once it is completed.</summary>
    /// <param name="name">As its reader is to see it; cut to <see cref="StoredFile.MaxNameLength"/> characters.</param>
    /// <param name="contentType">Such as <c>application/zip</c>.</param>
    /// <param name="keep">How long it is kept once it is complete.</param>
    /// <param name="ct">Ends the command.</param>
    public async Task<StoredFileWriteStream> CreateAsync(string name, string contentType, TimeSpan keep, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(name);
        var now = clock.GetUtcNow();
        var file = new StoredFile
        {
            OwnerId = db.CurrentUser.RequiredId,
            Name = name.Length > StoredFile.MaxNameLength ? name[..StoredFile.MaxNameLength] : name,
            ContentType = contentType,
            CreatedAt = now,
            ExpiresAt = now + KeptUnfinished,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.StoredFiles.Add(file);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.Entry(file).State = EntityState.Detached;
        return new StoredFileWriteStream(db, file.Id, now + keep);
    }

    /// <summary>Goes on with a file that is not complete, after so many bytes; what was written after them is cut off.</summary>
    /// <param name="id">The file.</param>
    /// <param name="length">As at a checkpoint.</param>
    /// <param name="keep">How long it is kept once it is complete.</param>
    /// <param name="ct">Ends the commands.</param>
    /// <returns>Null: there is no such file, or it is complete.</returns>
    public async Task<StoredFileWriteStream?> ReopenAsync(Guid id, long length, TimeSpan keep, CancellationToken ct)
    {
        var (owner, now) = (db.CurrentUser.RequiredId, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var goesOn = await db.StoredFiles.Where(f => f.OwnerId == owner && f.Id == id && !f.Complete && f.Length >= length)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.Length, length).SetProperty(f => f.ExpiresAt, now + KeptUnfinished), ct);
        if (goesOn == 0) return null;
        var (number, rest) = ((int)(length / StoredFileWriteStream.PartSize), (int)(length % StoredFileWriteStream.PartSize));
        var parts = db.StoredFileParts.Where(p => p.OwnerId == owner && p.FileId == id);
        var last = rest == 0 ? [] : (await parts.Where(p => p.Number == number).Select(p => p.Data).SingleAsync(ct))[..rest];
        await parts.Where(p => p.Number > number || (p.Number == number && rest == 0)).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return new StoredFileWriteStream(db, id, now + keep, length, last);
    }

    /// <summary>A file that is not complete, as far as it is there.</summary>
    internal StoredFileStream Unfinished(Guid id, long length) => new(db, id, length, StoredFileWriteStream.PartSize);

    /// <returns>Null: there is no such file, it is not complete, or not this person's.</returns>
    public async Task<StoredFileStream?> OpenAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var length = await db.StoredFiles.Where(f => f.OwnerId == owner && f.Id == id && f.Complete).Select(f => (long?)f.Length).SingleOrDefaultAsync(ct);
        if (length is null) return null;
        var part = await db.StoredFileParts.Where(p => p.OwnerId == owner && p.FileId == id && p.Number == 0)
            .Select(p => (int?)p.Data.Length).SingleOrDefaultAsync(ct);
        return new StoredFileStream(db, id, length.Value, part ?? 1);
    }

    /// <summary>Removes a file of which nothing is needed any more; it is no fault if it is gone.</summary>
    public async Task RemoveAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        await db.StoredFiles.Where(f => f.OwnerId == owner && f.Id == id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
