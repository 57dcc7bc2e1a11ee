using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

/// <summary>The same for calls about one conversation as <see cref="MemberPages"/> does for pages.</summary>
internal sealed class MemberCalls : IEndpointFilter
{
    private const string Conversation = "/api/conversations/{id:guid}";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint() is not RouteEndpoint endpoint || endpoint.RoutePattern.RawText?.StartsWith(Conversation, StringComparison.Ordinal) != true)
            return await next(context);
        var id = Guid.Parse((string)http.GetRouteValue("id")!);
        var role = await http.RequestServices.GetRequiredService<ConversationAccess>().EnterAsync(id, http.RequestAborted);
        if (role is null or ConversationRole.Owner || role >= ForMembersAttribute.Needed(endpoint.Metadata.GetMetadata<ForMembersAttribute>(), http.Request))
            return await next(context);
        http.RequestServices.GetRequiredService<CurrentUser>().Guest = null;
        return OwnersOnlyProblem();
    }

    public static IResult OwnersOnlyProblem() =>
        StandardProblems.Of(StatusCodes.Status403Forbidden, "owners_only", "This conversation is shared with you. Only its owner can do that.");
}
