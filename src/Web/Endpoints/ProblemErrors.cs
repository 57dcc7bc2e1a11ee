using ConversationMemory.Web.Api.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Endpoints;

/// <summary>Whatever the caller accepts: an event stream's reader wants to know what went wrong too.</summary>
internal sealed class ProblemErrors : ErrorShape
{
    public override Task AnswerAsync(StatusCodeContext status, ProblemDetails? reason)
    {
        var context = status.HttpContext;
        var problem = reason is null ? StandardProblems.Of(context.Response.StatusCode) : TypedResults.Problem(reason);
        return problem.ExecuteAsync(context);
    }
}
