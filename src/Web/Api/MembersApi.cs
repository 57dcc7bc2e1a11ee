using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

internal sealed record MembersAnswer(IReadOnlyList<Person> Members);

/// <param name="Email">Of somebody of the organisation.</param>
/// <param name="Role">reader (when left out) or writer.</param>
internal sealed record MemberBody(string? Email, string? Role = null);

internal static class MembersApi
{
    public static void MapMembers(this RouteGroupBuilder api)
    {
        var members = api.MapGroup("/conversations/{id:guid}/members").WithTags("Sharing");
        members.MapGet("/", ListAsync)
            .WithSummary("List who has a part in a conversation, its owner first")
            .WithMetadata(new ForMembersAttribute(ConversationRole.Reader))
            .Produces<MembersAnswer>()
            .ProducesProblems(404);
        members.MapPost("/", InviteAsync)
            .WithSummary("Invite somebody of the organisation, or give a member another role")
            .Accepts<MemberBody>("application/json")
            .Produces<Person>()
            .ProducesProblems(400, 403, 404, 413, 415);
        members.MapDelete("/{person:guid}", RemoveAsync)
            .WithSummary("Remove a member, or leave")
            .WithMetadata(new ForMembersAttribute(ConversationRole.Reader, ConversationRole.Reader))
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(403, 404);
    }

    private static async Task<IResult> ListAsync(Guid id, ConversationPeople people, ConversationAccess access, CancellationToken ct)
    {
        await RequireAsync(id, access, ct);
        return TypedResults.Ok(new MembersAnswer(await people.ListAsync(id, ct)));
    }

    private static async Task<IResult> InviteAsync(Guid id, Body<MemberBody> body, ConversationPeople people, ConversationAccess access, CancellationToken ct)
    {
        await RequireAsync(id, access, ct);
        if (!Enum.TryParse<MemberRole>(body.Value.Role ?? "reader", ignoreCase: true, out var role) || !Enum.IsDefined(role))
            throw ApiException.BadRequest("bad_role", "role is reader or writer.");
        return TypedResults.Ok(await people.InviteAsync(id, body.Value.Email, role, ct));
    }

    private static async Task<IResult> RemoveAsync(Guid id, Guid person, ConversationPeople people, CurrentUser user, CancellationToken ct)
    {
        if (user.Guest is null) return await people.RemoveAsync(id, person, ct) ? TypedResults.NoContent() : StandardProblems.Of(StatusCodes.Status404NotFound);
        if (person != user.Id) return MemberCalls.OwnersOnlyProblem();
        await people.LeaveAsync(id, ct);
        return TypedResults.NoContent();
    }

    private static async Task RequireAsync(Guid id, ConversationAccess access, CancellationToken ct)
    {
        if (await access.EnterAsync(id, ct) is null) throw ProblemException.NoConversation();
    }
}
