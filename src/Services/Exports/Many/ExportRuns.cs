using ConversationMemory.Data;
using ConversationMemory.Data.Exports;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>An export of many as its person sees it.</summary>
/// <param name="Total">Conversations there are; null: not known.</param>
/// <param name="Bytes">Of the file; null: there is none to be had.</param>
/// <param name="ExpiresAt">When the file is removed.</param>
public sealed record ExportRunView(
    Guid Id, ExportScope Scope, IReadOnlyList<ExportFormat> Formats, ExportRunState State, int? Total, int Done, string? Error,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, long? Bytes, DateTimeOffset? ExpiresAt)
{
    public bool IsUnderWay => State is ExportRunState.Queued or ExportRunState.Running;
}

/// <summary>The current user's exports of many: asked for, looked at, stopped and removed.</summary>
public sealed class ExportRuns(AppDbContext db, JobQueue jobs, TimeProvider clock)
{
    private const int MostListed = 20;

    /// <returns>Its id; null: another one is under way, and has to be waited for or stopped.</returns>
    public async Task<Guid?> StartAsync(ExportRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var owner = db.CurrentUser.RequiredId;
        var run = new ExportRun { OwnerId = owner, Request = request.ToJson(), CreatedAt = clock.GetUtcNow() };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Exports.Add(run);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException refused) when (refused.InnerException is PostgresException { ConstraintName: "exports_one" })
        {
            return null;
        }

        await jobs.AddAsync(db, ExportJob.Kind, owner, run.Id, payload: null, ct);
        await transaction.CommitAsync(ct);
        jobs.Announce();
        return run.Id;
    }

    /// <summary>The latest ones, newest first.</summary>
    public Task<IReadOnlyList<ExportRunView>> ListAsync(CancellationToken ct) => ReadAsync(null, ct);

    /// <returns>Null: there is no such export, or not this person's.</returns>
    public async Task<ExportRunView?> FindAsync(Guid id, CancellationToken ct) => (await ReadAsync(id, ct)).SingleOrDefault();

    /// <returns>False: it is not under way.</returns>
    public async Task<bool> StopAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var stopped = await Mine().Where(e => e.Id == id && (e.State == ExportRunState.Queued || e.State == ExportRunState.Running)).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, ExportRunState.Stopped).SetProperty(e => e.FinishedAt, now), ct) > 0;
        await transaction.CommitAsync(ct);
        return stopped;
    }

    /// <summary>Removes an export that is over, with its file.</summary>
    /// <returns>False: there is no such export, or it is under way.</returns>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { IsUnderWay: false }) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var file = await Mine().Where(e => e.Id == id).Select(e => e.FileId).SingleOrDefaultAsync(ct);
        await db.StoredFiles.Where(f => f.OwnerId == db.CurrentUser.RequiredId && f.Id == file).ExecuteDeleteAsync(ct);
        var removed = await Mine().Where(e => e.Id == id).ExecuteDeleteAsync(ct) > 0;
        await transaction.CommitAsync(ct);
        return removed;
    }

    private IQueryable<ExportRun> Mine()
    {
        var owner = db.CurrentUser.RequiredId;
        return db.Exports.Where(e => e.OwnerId == owner);
    }

    private async Task<IReadOnlyList<ExportRunView>> ReadAsync(Guid? id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rows = await (
            from e in Mine()
            join f in db.StoredFiles on new { e.OwnerId, Id = e.FileId!.Value } equals new { f.OwnerId, f.Id } into files
            from file in files.DefaultIfEmpty()
            where id == null || e.Id == id
            // Ids are in the order of time.
            orderby e.Id descending
            select new { Run = e, Length = (long?)file.Length, ExpiresAt = (DateTimeOffset?)file.ExpiresAt, Complete = file != null && file.Complete }).AsNoTracking().Take(MostListed).ToListAsync(ct);
        return [.. rows.Select(row => View(row.Run, row.Complete ? row.Length : null, row.Complete ? row.ExpiresAt : null))];
    }

    private static ExportRunView View(ExportRun run, long? bytes, DateTimeOffset? expires)
    {
        var request = ExportRequest.Of(run.Request);
        return new ExportRunView(run.Id, request.Scope, request.Formats, run.State, run.Total, run.Done, run.Error, run.CreatedAt, run.FinishedAt, bytes, expires);
    }
}
