using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Retention;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConversationMemory.Web.Api;

/// <param name="Value">0 stands for all or for ever.</param>
/// <param name="Scope">Whose policy decided: system, organisation, agent or conversation.</param>
/// <param name="Locked">A wider policy lets nothing narrower change it.</param>
internal sealed record PolicyFieldAnswer(string Value, string Scope, bool Locked);

/// <param name="State">live, expiring, archived or deleted.</param>
/// <param name="OnHold">An administrator keeps it, whatever the policy says.</param>
/// <param name="EndsAt">When its next step comes; null: never.</param>
/// <param name="Why">The same in words, with days in UTC.</param>
/// <param name="Policy">What holds, by field.</param>
internal sealed record RetentionAnswer(
    Guid ConversationId, string State, bool OnHold, DateTimeOffset LastActiveAt, DateTimeOffset? NoticedAt, DateTimeOffset? EndsAt,
    string Why, IReadOnlyDictionary<string, PolicyFieldAnswer> Policy);

internal static class RetentionApi
{
    public static void MapRetention(this RouteGroupBuilder api)
    {
        api.MapGet("/conversations/{id:guid}/retention", MineAsync)
            .WithTags("Conversations")
            .WithSummary("Why a conversation is kept or goes, and when: live, in the archive or in the trash")
            .Produces<RetentionAnswer>()
            .ProducesProblems(404);
        api.MapGet("/admin/conversations/{id:guid}/retention", AnybodysAsync)
            .RequireAuthorization(Policies.Admin)
            .WithTags("Administration")
            .WithSummary("The same for anybody's conversation, for admins")
            .Produces<RetentionAnswer>()
            .ProducesProblems(403, 404);
    }

    private static async Task<IResult> MineAsync(Guid id, RetentionExplanations explanations, CancellationToken ct) =>
        Answer(await explanations.OfMineAsync(id, ct));

    private static async Task<IResult> AnybodysAsync(Guid id, RetentionExplanations explanations, CancellationToken ct) =>
        Answer(await explanations.OfAnybodysAsync(id, ct));

    private static Ok<RetentionAnswer> Answer(RetentionExplanation? found) => found is null
        ? throw ProblemException.NoConversation()
        : TypedResults.Ok(new RetentionAnswer(
            found.Conversation.Id, found.State.ToString().ToLowerInvariant(), found.Conversation.Held, found.Conversation.ActiveAt,
            found.Conversation.NoticedAt, found.EndsAt, found.In(TimeZoneInfo.Utc),
            found.Fields.ToDictionary(f => f.Column, f => new PolicyFieldAnswer(f.Value, f.Scope, f.IsLocked))));
}
