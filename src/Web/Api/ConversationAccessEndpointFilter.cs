using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

/// <summary>The <see cref="ConversationAccessRule"/> before a call about one conversation, whose id is in its address.</summary>
internal sealed class ConversationAccessEndpointFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var id = Guid.Parse((string)http.GetRouteValue("id")!);
        return await http.RequestServices.GetRequiredService<ConversationAccessRule>().AdmitAsync(id, http) switch
        {
            Admission.Absent => throw ProblemException.NoConversation(),
            Admission.Refused => OwnersOnlyProblem(),
            _ => await next(context),
        };
    }

    public static IResult OwnersOnlyProblem() =>
        StandardProblems.Of(StatusCodes.Status403Forbidden, "owners_only", "This conversation is shared with you. Only its owner can do that.");
}
