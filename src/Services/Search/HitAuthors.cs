using ConversationMemory.Data;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Services.Storage;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Search;

/// <summary>Tells who wrote what was found: where several people write, by their names. Reads within the caller's transaction.</summary>
public sealed class HitAuthors(AppDbContext db, AuthorNames names)
{
    /// <returns>The same hits, with their authors.</returns>
    public async Task<SearchPage> NameAsync(SearchPage page, CancellationToken ct)
    {
        var authors = new Dictionary<(Guid Conversation, int Seq), Guid>();
        foreach (var shared in page.Hits.Where(IsPersons).Where(hit => hit.IsShared).GroupBy(hit => (hit.OwnerId, hit.ConversationId)))
            await ReadAsync(shared.Key, [.. shared.Select(hit => hit.Seq!.Value)], authors, ct);
        var known = await names.OfAsync(authors.Values.Select(id => (Guid?)id), ct);
        return page with { Hits = [.. page.Hits.Select(hit => Named(hit, authors, known))] };
    }

    private async Task ReadAsync(
        (Guid Owner, Guid Id) conversation, List<int> seqs, Dictionary<(Guid Conversation, int Seq), Guid> authors, CancellationToken ct)
    {
        // The filter of messages would leave out those of a conversation in the archive.
        var written = await db.Messages.IgnoreQueryFilters()
            .Where(m => m.OwnerId == conversation.Owner && m.ConversationId == conversation.Id && seqs.Contains(m.Seq))
            .Select(m => new { m.Seq, m.AuthorId }).ToListAsync(ct);
        foreach (var message in written) authors[(conversation.Id, message.Seq)] = message.AuthorId ?? conversation.Owner;
        if (written.Count == seqs.Count) return;
        var segments = await db.Segments.AsNoTracking()
            .Where(s => s.OwnerId == conversation.Owner && s.ConversationId == conversation.Id && seqs.Any(seq => s.FromSeq <= seq && seq <= s.ThroughSeq))
            .ToListAsync(ct);
        foreach (var message in segments.SelectMany(PackedMessages.Read).Where(m => seqs.Contains(m.Seq)))
            authors.TryAdd((conversation.Id, message.Seq), message.AuthorId ?? conversation.Owner);
    }

    private SearchHit Named(SearchHit hit, Dictionary<(Guid Conversation, int Seq), Guid> authors, IReadOnlyDictionary<Guid, string> known) =>
        !IsPersons(hit) ? hit
        : !authors.TryGetValue((hit.ConversationId, hit.Seq!.Value), out var author) ? hit with { IsMine = !hit.IsByOthers }
        : hit with { Author = known[author], IsMine = author == db.CurrentUser.Id };

    private static bool IsPersons(SearchHit hit) => hit is { Kind: SearchHitKind.Message, Role: "user" };
}
