using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Endpoints;

/// <summary>
/// How an endpoint tells what went wrong; metadata of every endpoint. Another protocol is another shape: it gets the same problems and
/// writes them as its clients expect.
/// </summary>
internal abstract class ErrorShape
{
    /// <summary>Problem details (RFC 9457), for programs.</summary>
    public static readonly ErrorShape Problem = new ProblemErrors();

    /// <summary>A page for a browser, and for htmx a sentence beside the page that stays.</summary>
    public static readonly ErrorShape Page = new PageErrors();

    /// <summary>Whether an exception that refuses something is told as what it says. Otherwise it is a fault: pages handle refusals themselves.</summary>
    public virtual bool TellsExceptions => true;

    /// <summary>Answers a request that ended with a status and nothing to show.</summary>
    /// <param name="status">The request, and the rest of the pipeline.</param>
    /// <param name="reason">What is known beyond the status; null: nothing.</param>
    public abstract Task AnswerAsync(StatusCodeContext status, ProblemDetails? reason);
}
