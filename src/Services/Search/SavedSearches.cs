using ConversationMemory.Data;
using ConversationMemory.Data.Search;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Search;

/// <summary>The searches that the current user keeps.</summary>
public sealed class SavedSearches(AppDbContext db)
{
    /// <summary>More than these are not kept.</summary>
    public const int Most = 50;

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<SavedSearch>> ListAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await Mine().OrderBy(s => s.Name).Take(Most).AsNoTracking().ToListAsync(ct);
    }

    /// <summary>Keeps a search; one of the same name is replaced.</summary>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="query">As in the address of the search page.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>False: there are as many as there may be.</returns>
    public async Task<bool> SaveAsync(string name, string query, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var saved = await Mine().Where(s => s.Name == name).ExecuteUpdateAsync(set => set.SetProperty(s => s.Query, query), ct);
        if (saved == 0)
        {
            if (await Mine().CountAsync(ct) >= Most) return false;
            db.SavedSearches.Add(new SavedSearch { OwnerId = db.CurrentUser.RequiredId, Name = name, Query = query });
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <returns>False: there is none with this id.</returns>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var removed = await Mine().Where(s => s.Id == id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return removed > 0;
    }

    private IQueryable<SavedSearch> Mine() => db.SavedSearches.Where(s => s.OwnerId == db.CurrentUser.RequiredId);
}
