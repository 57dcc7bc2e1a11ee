using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Storage;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Search;

/// <summary>
/// Looks for words in packed messages, by unpacking them in memory: the conversations that were active last, until a number of bytes has been
/// read. Beyond that, older messages are not found.
/// </summary>
internal static class PackedSearch
{
    // Some 50 ms a megabyte, of which a person with a thousand packed conversations has two.
    private const int MostBytes = 8_000_000;

    // What is ranked in the end.
    private const int MostFound = 100;

    /// <returns>Those with the most of the words, the newest first among equals.</returns>
    public static async Task<IReadOnlyList<Message>> FindAsync(AppDbContext db, IReadOnlyList<string> words, CancellationToken ct)
    {
        var packed =
            from segment in db.Segments
            join conversation in db.Conversations on new { segment.OwnerId, Id = segment.ConversationId } equals new { conversation.OwnerId, conversation.Id }
            where segment.OwnerId == db.CurrentUser.RequiredId
            orderby conversation.ActiveAt descending, segment.FromSeq descending
            select new { Segment = segment, conversation.FirstSeq };
        var found = new List<(Message Message, int Words)>();
        var bytes = 0;
        await foreach (var part in packed.AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            found.AddRange(PackedMessages.Read(part.Segment)
                .Where(m => m.Seq >= part.FirstSeq || m.Pinned || part.Segment.ThroughSeq < part.FirstSeq)
                .Where(m => m.Role is MessageRole.User or MessageRole.Assistant)
                .Select(m => (m, words.Count(word => m.Content.Contains(word, StringComparison.OrdinalIgnoreCase))))
                .Where(m => m.Item2 > 0));
            if (found.Count > 2 * MostFound) found = Best(found);
            if ((bytes += part.Segment.Data.Length) > MostBytes) break;
        }

        return [.. Best(found).Select(m => m.Message)];
    }

    private static List<(Message Message, int Words)> Best(List<(Message Message, int Words)> found) =>
        [.. found.OrderByDescending(m => m.Words).ThenByDescending(m => m.Message.CreatedAt).Take(MostFound)];
}
