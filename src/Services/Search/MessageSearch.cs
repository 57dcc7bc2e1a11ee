using System.Data;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Search;

/// <summary>Finds for an agent what a person and their agents said before: in their own live conversations.</summary>
public sealed class MessageSearch(IServiceScopeFactory scopes)
{
    private const int MostHits = 6;

    /// <param name="key">On whose behalf, and which question to leave out: it would find itself.</param>
    /// <param name="query">Any text; its telling words are looked for, and any of them will do.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<FoundMessage>> FindAsync(ReplyKey key, string query, CancellationToken ct)
    {
        await using var scope = scopes.AsOwner(key.OwnerId);
        var search = scope.Get<ConversationSearch>();
        var asked = new SearchQuery(query) { IsPlain = true, OnlyOwn = true, Archived = false, Except = (key.ConversationId, key.UserSeq) };
        var page = await FindAsync(search, asked, ct);
        return [.. page.Hits.Select(hit => new FoundMessage(
            hit.ConversationId, hit.Seq!.Value, hit.Title, hit.Role == MessageRole.User ? "user" : "assistant", string.Concat(hit.Snippet.Select(part => part.Text)).Trim(), hit.At))];
    }

    private static async Task<SearchPage> FindAsync(ConversationSearch search, SearchQuery asked, CancellationToken ct)
    {
        try
        {
            return await search.FindAsync(asked, after: null, MostHits, ct);
        }
        catch (SearchBusyException busy)
        {
            throw new ToolException(busy.Message);
        }
    }
}
