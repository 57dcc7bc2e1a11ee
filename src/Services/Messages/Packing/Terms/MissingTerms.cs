using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Search.Queries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Messages.Packing.Terms;

/// <summary>Gives segments a filter that were packed before there were filters, each on its owner's behalf. Until then they are read whole.</summary>
public static class MissingTerms
{
    private const int Batch = 200;

    /// <summary>Goes through all segments once.</summary>
    public static async Task AddAsync(IServiceScopeFactory scopes, CancellationToken ct)
    {
        var last = new SegmentKey(Guid.Empty, Guid.Empty, 0);
        while (true)
        {
            var found = await FindAsync(scopes, last, ct);
            foreach (var segment in found) await AddAsync(scopes, segment, ct);
            if (found.Count < Batch) return;
            last = found[^1];
        }
    }

    private static async Task<IReadOnlyList<SegmentKey>> FindAsync(IServiceScopeFactory scopes, SegmentKey last, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await SegmentsWithoutTerms.RunAsync(scope.ServiceProvider.GetRequiredService<MaintenanceDataSource>(), last, Batch, ct);
    }

    private static async Task AddAsync(IServiceScopeFactory scopes, SegmentKey key, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = key.OwnerId;
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var segment = db.Segments.Where(s => s.OwnerId == key.OwnerId && s.ConversationId == key.ConversationId && s.FromSeq == key.FromSeq);
        if (await segment.Select(s => s.Data).FirstOrDefaultAsync(ct) is not { } data) return;
        var terms = SegmentTerms.Of(SegmentCodec.Decode(data));
        await segment.ExecuteUpdateAsync(set => set.SetProperty(s => s.Terms, terms), ct);
        await transaction.CommitAsync(ct);
    }
}
