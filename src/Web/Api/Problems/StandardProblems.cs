using Microsoft.AspNetCore.Http.HttpResults;

namespace ConversationMemory.Web.Api.Problems;

/// <summary>Problem details; with a code and a way out for each status that says nothing more itself.</summary>
internal static class StandardProblems
{
    private const string Description = "See /openapi/v1.json for what can be asked.";

    private static readonly Dictionary<int, (string Code, string Detail)> All = new()
    {
        [400] = ("bad_request", $"A value in the address, a header or the body cannot be read, or a form's token is missing. {Description}"),
        [401] = ("unauthenticated", "Send a key as \"Authorization: Bearer cm_…\", one that was not revoked and has not expired. Keys are made under /account/keys."),
        [403] = ("forbidden", "This key or session may not do that."),
        [404] = ("not_found", $"There is nothing at this address, or it is not yours. {Description}"),
        [405] = ("method_not_allowed", "The Allow header names the methods that this address takes."),
        [408] = ("timeout", "The request took too long to arrive. Please send it again."),
        [409] = ("conflict", "What this asks for does not go with how things are now."),
        [413] = ("too_large", "The body is larger than 1 MB. Nothing was stored."),
        [415] = ("unsupported_media_type", "Send the body as JSON, with Content-Type: application/json."),
        [422] = ("key_reused", "This idempotency key was used for another message. Give each message a key of its own."),
        [429] = ("rate_limited", "Too many requests. The Retry-After header says in how many seconds to go on."),
        [500] = ("internal_error", "Something went wrong here. Please try again; if it stays so, tell an administrator."),
        [501] = ("not_available", $"This is planned and not there yet. {Description}"),
        [502] = ("model_failed", "The model did not answer. The message is kept."),
        [503] = ("model_rate_limited", "The model's provider limits requests. The message is kept; please try again in a minute."),
        [504] = ("model_timeout", "The model took too long to answer. The message is kept; please try again."),
    };

    public static ProblemHttpResult Of(int status) => All.TryGetValue(status, out var problem)
        ? Of(status, problem.Code, problem.Detail)
        : TypedResults.Problem(statusCode: status);

    public static ProblemHttpResult Of(int status, string code, string? detail, params (string Name, object Value)[] more)
    {
        var extensions = more.ToDictionary(extension => extension.Name, extension => (object?)extension.Value);
        extensions["code"] = code;
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }
}
