using ConversationMemory.Data;
using ConversationMemory.Data.Imports;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Imports;

/// <summary>How far a worker is with an import of the current user, in transactions of its own.</summary>
public sealed class ImportJobs(AppDbContext db, TimeProvider clock)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private DateTimeOffset last;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Says, once a second at most, how far it is.</summary>
    /// <returns>False: it was ended meanwhile.</returns>
    public async Task<bool> BeatAsync(Guid id, ImportState state, int done, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - last < Round) return true;
        last = now;
        return await ChangeAsync(id, state, set => set.SetProperty(r => r.Done, done), ct);
    }

    /// <summary>It waits, or is over: what is in <paramref name="state"/> says which.</summary>
    /// <param name="from">What it was at.</param>
    /// <param name="report">What there is to say of it; null: as it is.</param>
    /// <param name="error">Why it failed.</param>
    public Task<bool> EndAsync(Guid id, ImportState from, ImportState state, ImportReport? report, string? error, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isOver = state is not ImportState.Ready;
        var json = report?.ToJson();
        return ChangeAsync(id, from, set => set
            .SetProperty(r => r.State, state)
            .SetProperty(r => r.FinishedAt, isOver ? now : null).SetProperty(r => r.Error, error).SetProperty(r => r.Report, r => json ?? r.Report), ct);
    }

    /// <summary>Whether there is something to do; somebody may have ended it.</summary>
    public async Task<bool> IsAtAsync(Guid id, ImportState state, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        return await db.Imports.AnyAsync(r => r.OwnerId == owner && r.Id == id && r.State == state, ct);
    }

    /// <param name="state">What it has to be at; somebody may have ended it.</param>
    public async Task<bool> ChangeAsync(Guid id, ImportState state, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<ImportRun>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var changed = await db.Imports.Where(r => r.OwnerId == owner && r.Id == id && r.State == state).ExecuteUpdateAsync(change, ct);
        await transaction.CommitAsync(ct);
        return changed > 0;
    }
}
