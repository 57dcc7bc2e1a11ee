using ConversationMemory.Services.Accounts;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

internal sealed record KeysAnswer(IReadOnlyList<KeyAnswer> Keys);

/// <param name="Prefix">The first characters of the key.</param>
/// <param name="LastUsedAt">To the minute.</param>
internal sealed record KeyAnswer(Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <param name="Key">The key itself. Nothing can show it again.</param>
internal sealed record NewKeyAnswer(Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, string Key);

/// <param name="Name">What the key is for: 1 to 100 characters.</param>
internal sealed record KeyBody(string? Name);

internal static class KeysApi
{
    private const int MaxNameLength = 100;

    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("/", ListAsync)
            .WithSummary("List your keys that work, newest first")
            .Produces<KeysAnswer>();
        keys.MapPost("/", MakeAsync)
            .WithSummary("Make a key")
            .Accepts<KeyBody>("application/json")
            .Produces<NewKeyAnswer>(StatusCodes.Status201Created)
            .ProducesProblems(400, 403, 413, 415);
        keys.MapDelete("/{id:guid}", RevokeAsync)
            .WithSummary("Revoke a key; it stops working at once")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404);
    }

    private static async Task<IResult> ListAsync(ApiKeys keys, CancellationToken ct)
    {
        var mine = await keys.ListAsync(ct);
        return TypedResults.Ok(new KeysAnswer([.. mine.Select(k => new KeyAnswer(k.Id, k.Name, k.Prefix, k.CreatedAt, k.LastUsedAt))]));
    }

    private static async Task<IResult> MakeAsync(Body<KeyBody> body, ApiKeys keys, CancellationToken ct)
    {
        var name = body.Value.Name?.Trim() ?? "";
        if (name.Length == 0 || MessageText.Length(name) > MaxNameLength || !MessageText.IsStorable(name))
            throw ApiException.BadRequest("bad_name", $"Give the key a name of 1 to {MaxNameLength} characters, so that you know later what it is for.");
        var (key, text) = await keys.MakeAsync(name, ct);
        return TypedResults.Created((string?)null, new NewKeyAnswer(key.Id, key.Name, key.Prefix, key.CreatedAt, text));
    }

    private static async Task<IResult> RevokeAsync(Guid id, ApiKeys keys, CancellationToken ct) =>
        await keys.RevokeAsync(id, ct) ? TypedResults.NoContent() : StandardProblems.Of(StatusCodes.Status404NotFound);
}
