using ConversationMemory.Data;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Packing;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Search;

/// <summary>Tells who wrote what was found: where several people write, by their names. Reads within the caller's transaction.</summary>
public sealed class HitAuthors(AppDbContext db, AuthorNames names)
{
    /// <returns>The same hits, with their authors.</returns>
    public async Task<SearchPage> NameAsync(SearchPage page, CancellationToken ct)
    {
        var shared = page.Hits.Where(hit => IsPersons(hit) && hit.IsShared).ToList();
        if (shared.Count == 0) return page with { Hits = [.. page.Hits.Select(hit => hit with { IsMine = IsPersons(hit) })] };
        var authors = await UnpackedAsync(shared, ct);
        foreach (var packed in shared.Where(hit => !authors.ContainsKey(Key(hit))).GroupBy(hit => (hit.OwnerId, hit.ConversationId)).ToList())
            await AddPackedAsync(authors, packed.Key, [.. packed.Select(hit => hit.Seq!.Value)], ct);
        var known = await names.OfAsync(authors.Values.Select(id => (Guid?)id), ct);
        return page with { Hits = [.. page.Hits.Select(hit => Named(hit, authors, known))] };
    }

    // One query for all of them, which reads some that were not asked for.
    private Task<Dictionary<(Guid Owner, Guid Conversation, int Seq), Guid>> UnpackedAsync(List<SearchHit> hits, CancellationToken ct)
    {
        var (owners, conversations) = (hits.Select(h => h.OwnerId).Distinct().ToList(), hits.Select(h => h.ConversationId).Distinct().ToList());
        var seqs = hits.Select(h => h.Seq!.Value).Distinct().ToList();
        // The filter of messages would leave out those of a conversation in the archive.
        return db.Messages.IgnoreQueryFilters()
            .Where(m => owners.Contains(m.OwnerId) && conversations.Contains(m.ConversationId) && seqs.Contains(m.Seq))
            .Select(m => new { m.OwnerId, m.ConversationId, m.Seq, m.AuthorId })
            .ToDictionaryAsync(m => (m.OwnerId, m.ConversationId, m.Seq), m => m.AuthorId ?? m.OwnerId, ct);
    }

    private async Task AddPackedAsync(
        Dictionary<(Guid Owner, Guid Conversation, int Seq), Guid> authors, (Guid Owner, Guid Id) conversation, List<int> seqs, CancellationToken ct)
    {
        var segments = await db.Segments.AsNoTracking()
            .Where(s => s.OwnerId == conversation.Owner && s.ConversationId == conversation.Id && seqs.Any(seq => s.FromSeq <= seq && seq <= s.ThroughSeq))
            .ToListAsync(ct);
        foreach (var message in segments.SelectMany(PackedMessages.Read).Where(m => seqs.Contains(m.Seq)))
            authors.TryAdd((conversation.Owner, conversation.Id, message.Seq), message.AuthorId ?? conversation.Owner);
    }

    private SearchHit Named(SearchHit hit, Dictionary<(Guid Owner, Guid Conversation, int Seq), Guid> authors, IReadOnlyDictionary<Guid, string> known) =>
        !IsPersons(hit) ? hit
        : !authors.TryGetValue(Key(hit), out var author) ? hit with { IsMine = !hit.IsByOthers }
        : hit with { Author = known[author], IsMine = author == db.CurrentUser.Id };

    private static (Guid Owner, Guid Conversation, int Seq) Key(SearchHit hit) => (hit.OwnerId, hit.ConversationId, hit.Seq!.Value);

    private static bool IsPersons(SearchHit hit) => hit is { Kind: SearchHitKind.Message, Role: "user" };
}
