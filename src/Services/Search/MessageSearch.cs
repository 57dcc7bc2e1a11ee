using System.Data;
using System.Text.RegularExpressions;
using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Search.Queries;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Tools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Search;

/// <summary>Finds what a person and their agents said before, by its words.</summary>
public sealed partial class MessageSearch(IServiceScopeFactory scopes)
{
    private const int MostHits = 6;
    private const int MostWords = 12;
    private const int ExcerptLength = 300;

    /// <param name="key">On whose behalf, and which question to leave out: it would find itself.</param>
    /// <param name="query">Any text; its telling words are looked for, and any of them will do.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<FoundMessage>> FindAsync(ReplyKey key, string query, CancellationToken ct)
    {
        var words = Words(query);
        if (words.Count == 0) return [];
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = key.OwnerId;
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var packed = await PackedSearch.FindAsync(db, words, ct);
        var hits = await SearchMessages.RunAsync(db, new MessageQuestion(words, key.ConversationId, key.UserSeq, MostHits), packed, ct);
        return [.. hits.Select(hit => new FoundMessage(
            hit.ConversationId, hit.Seq, hit.Title, hit.Role, Excerpt(hit.Content, words), hit.CreatedAt))];
    }

    /// <summary>The telling words of a text: the longest first, common ones left out.</summary>
    internal static IReadOnlyList<string> Words(string text)
    {
        var all = Word().Matches(text).Select(match => match.Value.ToLowerInvariant()).Distinct().ToList();
        var telling = all.Where(word => !StopWords.Contains(word)).ToList();
        return [.. (telling.Count > 0 ? telling : all).OrderByDescending(word => word.Length).Take(MostWords)];
    }

    /// <summary>Some text around the first of the words.</summary>
    internal static string Excerpt(string content, IReadOnlyList<string> words)
    {
        if (content.Length <= ExcerptLength) return content;
        var found = words.Select(word => content.IndexOf(word, StringComparison.OrdinalIgnoreCase)).Where(at => at >= 0).DefaultIfEmpty(0).Min();
        var start = Math.Clamp(found - (ExcerptLength / 3), 0, content.Length - ExcerptLength);
        var end = start + ExcerptLength;
        if (char.IsLowSurrogate(content[start])) start++;
        if (end < content.Length && char.IsLowSurrogate(content[end])) end--;
        return (start > 0 ? "…" : "") + content[start..end].Trim() + (end < content.Length ? "…" : "");
    }

    // A run of letters and digits; where a script writes no spaces, pairs of its characters do as words.
    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}\p{IsThai}]{1,2}|[\p{L}\p{M}\p{N}-[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}\p{IsThai}]]{2,}")]
    private static partial Regex Word();

    private static readonly HashSet<string> StopWords =
    [
        "about", "again", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "before", "but", "by", "can", "could",
        "did", "do", "does", "earlier", "find", "for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "just",
        "know", "last", "me", "mentioned", "my", "no", "not", "of", "on", "or", "our", "please", "remember", "said", "say", "search", "she",
        "should", "so", "some", "tell", "that", "the", "their", "them", "then", "there", "these", "they", "this", "time", "to", "told",
        "us", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
        "der", "die", "das", "und", "ist", "ich", "ein", "eine", "was", "wie", "le", "la", "les", "et", "est", "une", "un", "que", "qui",
        "el", "los", "las", "una", "de", "en", "y", "es", "il", "lo", "di", "che", "per",
    ];
}
