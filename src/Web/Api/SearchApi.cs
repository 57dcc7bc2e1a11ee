using System.ComponentModel;
using System.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Search;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Api;

/// <param name="Kind">message, title or summary.</param>
/// <param name="Seq">The message's; null for a title or a summary.</param>
/// <param name="Role">user or assistant; null for a title or a summary.</param>
/// <param name="Title">The conversation's.</param>
/// <param name="Snippet">The text around what was found, in parts: plain text, neither HTML nor Markdown.</param>
/// <param name="ByOthers">Somebody shares it with you.</param>
/// <param name="Author">Where a person wrote it in a conversation that is shared: their name. Otherwise null.</param>
internal sealed record HitAnswer(
    string Kind, Guid ConversationId, int? Seq, string? Role, string Title, IReadOnlyList<SnippetAnswer> Snippet, DateTimeOffset At,
    bool Archived, bool Pinned, bool Shared, bool ByOthers, string? Author);

/// <param name="Match">It is what was looked for.</param>
internal sealed record SnippetAnswer(string Text, bool Match);

/// <param name="Hits">Best first.</param>
/// <param name="Corrected">What was looked for instead, because a word of the query occurs nowhere; null: nothing was changed.</param>
/// <param name="Partial">There was more to look through than a search does; the likeliest was.</param>
/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record SearchAnswer(IReadOnlyList<HitAnswer> Hits, string? Corrected, bool Partial, string? NextCursor, bool HasMore);

/// <summary>The parameters of a search.</summary>
internal sealed class SearchParameters
{
    [FromQuery(Name = "q"), Description("Words, \"phrases\", -without, begin*, and operators: from:2026-01-31, until:, agent:name, role:user, tool:name, has:code, is:pinned, is:shared, is:archived.")]
    public string? Q { get; init; }

    [FromQuery(Name = "from"), Description("Only messages written then or later.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "until"), Description("Only messages written before then.")]
    public DateTimeOffset? Until { get; init; }

    [FromQuery(Name = "agent_id"), Description("Only conversations with this agent.")]
    public Guid? AgentId { get; init; }

    [FromQuery(Name = "conversation_id"), Description("Only this conversation.")]
    public Guid? ConversationId { get; init; }

    [FromQuery(Name = "role"), Description("user or assistant: only what that side wrote.")]
    public string? Role { get; init; }

    [FromQuery(Name = "tool"), Description("Only messages for which this tool was called; * for any.")]
    public string? Tool { get; init; }

    [FromQuery(Name = "has_code"), Description("True: only messages with a block of code.")]
    public bool? HasCode { get; init; }

    [FromQuery(Name = "pinned"), Description("Only conversations that are pinned, or are not.")]
    public bool? Pinned { get; init; }

    [FromQuery(Name = "shared"), Description("Only conversations that are shared, or are not.")]
    public bool? Shared { get; init; }

    [FromQuery(Name = "archived"), Description("Only the archive, or only what is live.")]
    public bool? Archived { get; init; }

    [FromQuery(Name = "exact"), Description("True: correct nothing.")]
    public bool? Exact { get; init; }

    public SearchQuery ToQuery() => new(Q ?? "")
    {
        From = From,
        Until = Until,
        AgentId = AgentId,
        ConversationId = ConversationId,
        Role = Role?.ToLowerInvariant() switch
        {
            null => null,
            "user" => MessageRole.User,
            "assistant" => MessageRole.Assistant,
            _ => throw ApiException.BadRequest("bad_role", "role is user or assistant."),
        },
        Tool = Tool?.ToLowerInvariant(),
        HasCode = HasCode == true,
        Pinned = Pinned,
        Shared = Shared,
        Archived = Archived,
        IsExact = Exact == true,
    };
}

internal static class SearchApi
{
    public static void MapSearch(this RouteGroupBuilder api) => api.MapGet("/search", FindAsync)
            .Needs(KeyScope.Read)
        .WithMetadata(new CostsAttribute(Work.Search))
        .WithTags("Search")
        .WithSummary("Search your conversations and those shared with you: messages, titles and summaries, the archive included")
        .Produces<SearchAnswer>()
        .ProducesProblems(400, 503);

    private static async Task<IResult> FindAsync(
        [AsParameters] SearchParameters parameters, ConversationSearch search, HitAuthors authors,
        [Description("At most so many, 1 to 100; 30 when left out.")] int? limit,
        [Description("The next_cursor of the page before.")] string? cursor,
        CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(parameters.Q)) throw ApiException.BadRequest("no_query", "Say in q what to look for.");
        SearchCursor? after = null;
        if (cursor is not null && !SearchCursor.TryParse(cursor, out after))
            throw ApiException.BadRequest("bad_cursor", "This is not the next_cursor of an answer. Leave it out to begin anew.");
        var page = await authors.NameAsync(await search.FindAsync(parameters.ToQuery(), after, PageSize.Of(limit), ct), ct);
        return TypedResults.Ok(new SearchAnswer([.. page.Hits.Select(Answer)], page.Corrected, page.IsPartial, page.Next?.ToString(), page.Next is not null));
    }

    private static HitAnswer Answer(SearchHit hit) => new(
        hit.Kind.ToString().ToLowerInvariant(), hit.ConversationId, hit.Seq, hit.Role?.ToString().ToLowerInvariant(), hit.Title,
        [.. hit.Snippet.Select(part => new SnippetAnswer(part.Text, part.IsMatch))], hit.At, hit.IsArchived, hit.IsPinned, hit.IsShared, hit.IsByOthers, hit.Author);
}
