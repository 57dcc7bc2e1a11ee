using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

internal sealed record KeysAnswer(IReadOnlyList<KeyAnswer> Keys);

/// <param name="Prefix">The first characters of the key.</param>
/// <param name="LastUsedAt">To the minute.</param>
/// <param name="Scopes">What it may do: read, write, chat, memory, admin.</param>
/// <param name="ExpiresAt">When it stops working; null: never.</param>
internal sealed record KeyAnswer(
    Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt)
{
    public static KeyAnswer Of(ApiKey key) =>
        new(key.Id, key.Name, key.Prefix, key.CreatedAt, key.LastUsedAt, [.. key.Scopes.Select(KeyScopes.Name)], key.ExpiresAt);
}

/// <param name="Key">The key itself. Nothing can show it again.</param>
internal sealed record NewKeyAnswer(
    Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, string Key, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <param name="Name">What the key is for: 1 to 100 characters.</param>
/// <param name="Scopes">What it may do, at least one of read, write, chat, memory and admin; all but admin when left out.</param>
/// <param name="ExpiresAt">When it stops working; never when left out.</param>
internal sealed record KeyBody(string? Name, IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null);

/// <summary>Keys by program. They are made and revoked by a person who is signed in, never by another key.</summary>
internal static class KeysApi
{
    private const int MaxNameLength = 100;

    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("/", ListAsync)
            .Needs(KeyScope.Read)
            .WithSummary("List your keys that were not revoked, newest first")
            .Produces<KeysAnswer>();
        keys.MapGet("/current", CurrentAsync)
            .WithMetadata(KeyAccess.Any, Credentials.Key)
            .WithSummary("Read what the key you send may do, and until when")
            .Produces<KeyAnswer>();
        keys.MapPost("/", MakeAsync)
            .WithMetadata(KeyAccess.None)
            .WithSummary("Make a key")
            .WithDescription("For a person who is signed in, with the form token in the header RequestVerificationToken. A key cannot make or revoke keys.")
            .Accepts<KeyBody>("application/json")
            .Produces<NewKeyAnswer>(StatusCodes.Status201Created)
            .ProducesProblems(400, 413, 415);
        keys.MapDelete("/{id:guid}", RevokeAsync)
            .WithMetadata(KeyAccess.None)
            .WithSummary("Revoke a key; it stops working at once")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404);
    }

    private static async Task<IResult> ListAsync(ApiKeys keys, CancellationToken ct) =>
        TypedResults.Ok(new KeysAnswer([.. (await keys.ListAsync(ct)).Select(KeyAnswer.Of)]));

    private static async Task<IResult> CurrentAsync(ApiKeys keys, HttpContext http, CancellationToken ct) =>
        (await keys.ListAsync(ct)).FirstOrDefault(key => key.Id.ToString() == http.User.ApiKeyId()) is { } current
            ? TypedResults.Ok(KeyAnswer.Of(current))
            : StandardProblems.Of(StatusCodes.Status404NotFound);

    private static async Task<IResult> MakeAsync(Body<KeyBody> body, ApiKeys keys, TimeProvider clock, CancellationToken ct)
    {
        var (key, text) = await keys.MakeAsync(TermsOf(body.Value, clock.GetUtcNow()), ct);
        var made = KeyAnswer.Of(key);
        return TypedResults.Created((string?)null, new NewKeyAnswer(made.Id, made.Name, made.Prefix, made.CreatedAt, text, made.Scopes, made.ExpiresAt));
    }

    private static KeyTerms TermsOf(KeyBody body, DateTimeOffset now)
    {
        var name = body.Name?.Trim() ?? "";
        if (name.Length == 0 || MessageText.Length(name) > MaxNameLength || !MessageText.IsStorable(name))
            throw ApiException.BadRequest("bad_name", $"Give the key a name of 1 to {MaxNameLength} characters, so that you know later what it is for.");
        var scopes = body.Scopes is null ? KeyScopes.Usual : [.. body.Scopes.Select(ScopeOf)];
        if (scopes.Count == 0) throw BadScope();
        if (body.ExpiresAt <= now) throw ApiException.BadRequest("bad_expiry", "expires_at is a moment in the future. Leave it out for a key that works until it is revoked.");
        return new KeyTerms(name, scopes, body.ExpiresAt?.ToUniversalTime());
    }

    private static KeyScope ScopeOf(string name) => KeyScopes.TryParse(name, out var scope) ? scope : throw BadScope();

    private static ApiException BadScope() => ApiException.BadRequest("bad_scope", "scopes holds at least one of read, write, chat, memory and admin.");

    private static async Task<IResult> RevokeAsync(Guid id, ApiKeys keys, CancellationToken ct) =>
        await keys.RevokeAsync(id, ct) ? TypedResults.NoContent() : StandardProblems.Of(StatusCodes.Status404NotFound);
}
