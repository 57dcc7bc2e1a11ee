using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models.Tools;
using Microsoft.EntityFrameworkCore;
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
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = key.OwnerId;
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var asked = new SearchQuery(query) { IsPlain = true, OnlyOwn = true, Archived = false, Except = (key.ConversationId, key.UserSeq) };
        var page = await new ConversationSearch(db).FindAsync(asked, after: null, MostHits, ct);
        return [.. page.Hits.Select(hit => new FoundMessage(
            hit.ConversationId, hit.Seq!.Value, hit.Title, hit.Role!, string.Concat(hit.Snippet.Select(part => part.Text)).Trim(), hit.At))];
    }
}
