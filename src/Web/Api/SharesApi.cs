using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Pages.Sharing;

namespace ConversationMemory.Web.Api;

internal sealed record SharesAnswer(IReadOnlyList<ShareAnswer> Shares);

/// <param name="Address">Null where it cannot be shown again.</param>
/// <param name="ThroughSeq">Null: also what comes.</param>
internal sealed record ShareAnswer(
    Guid Id, Guid ConversationId, string Title, ShareKind Kind, string? Address, int FromSeq, int? ThroughSeq, bool WithTools, bool HasPassphrase,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, int Views, DateTimeOffset? ViewedAt)
{
    public static ShareAnswer Of(ListedLink l, HttpRequest request) => new(
        l.Id, l.ConversationId, l.Title, l.Kind, l.Token is null ? null : $"{LinksView.SiteOf(request)}/s/{l.Token}", l.FromSeq, l.ThroughSeq,
        l.WithTools, l.HasPassphrase, l.CreatedAt, l.ExpiresAt, l.RevokedAt, l.Views, l.ViewedAt);
}

/// <param name="Kind">snapshot (when left out): the messages as they are now; live: as they will be when the link is opened.</param>
/// <param name="FromSeq">The first message; left out: from the beginning.</param>
/// <param name="ThroughSeq">The last one; left out: all there are, and for a live link also what comes.</param>
/// <param name="WithTools">Show tool calls.</param>
/// <param name="Days">Until it ends: 1 to 365; 30 when left out.</param>
/// <param name="Passphrase">What readers have to know besides the address.</param>
internal sealed record ShareBody(string? Kind = null, int? FromSeq = null, int? ThroughSeq = null, bool WithTools = false, int? Days = null, string? Passphrase = null)
{
    internal ShareTerms Terms => Enum.TryParse<ShareKind>(Kind ?? "snapshot", ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        ? new ShareTerms(kind, FromSeq, ThroughSeq, WithTools, Days ?? ShareTerms.DefaultDays, Passphrase)
        : throw ApiException.BadRequest("bad_kind", "kind is snapshot or live.");
}

internal static class SharesApi
{
    public static void MapShares(this RouteGroupBuilder api)
    {
        api.MapGet("/shares", (ShareLinks links, HttpRequest request, CancellationToken ct) => ListAsync(null, links, request, ct))
            .Needs(KeyScope.Read)
            .WithTags("Sharing")
            .WithSummary("List your share links, newest first")
            .Produces<SharesAnswer>();
        var shares = api.MapOneConversation("/shares").WithTags("Sharing");
        shares.MapGet("/", (Guid id, ShareLinks links, HttpRequest request, CancellationToken ct) => ListAsync(id, links, request, ct))
            .Needs(KeyScope.Read)
            .WithSummary("List the share links of a conversation, newest first")
            .Produces<SharesAnswer>();
        shares.MapPost("/", MakeAsync)
            .Needs(KeyScope.Write)
            .WithSummary("Make a link by which others read a part of a conversation")
            .Accepts<ShareBody>("application/json")
            .Produces<ShareAnswer>(StatusCodes.Status201Created)
            .ProducesProblems(400, 403, 404, 413, 415);
        shares.MapDelete("/{share:guid}", RevokeAsync)
            .Needs(KeyScope.Write)
            .WithSummary("Revoke a link; it shows nothing from then on")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404);
    }

    private static async Task<IResult> ListAsync(Guid? id, ShareLinks links, HttpRequest request, CancellationToken ct) =>
        TypedResults.Ok(new SharesAnswer([.. (await links.ListAsync(id, ct)).Select(link => ShareAnswer.Of(link, request))]));

    private static async Task<IResult> MakeAsync(Guid id, Body<ShareBody> body, ShareLinks links, HttpRequest request, CancellationToken ct)
    {
        var answer = ShareAnswer.Of(await links.MakeAsync(id, body.Value.Terms, ct), request);
        return TypedResults.Created(answer.Address, answer);
    }

    private static async Task<IResult> RevokeAsync(Guid id, Guid share, ShareLinks links, CancellationToken ct) =>
        (await links.ListAsync(id, ct)).Any(link => link.Id == share) && await links.RevokeAsync(share, ct)
            ? TypedResults.NoContent()
            : StandardProblems.Of(StatusCodes.Status404NotFound);
}
