using System.Globalization;
using ConversationMemory.Web.Api.Problems;
using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Endpoints;

/// <summary>Refusals by the stations before an endpoint. They say why; the endpoint's <see cref="ErrorShape"/> tells it in its way.</summary>
internal static class Refusals
{
    /// <param name="context">The request that is refused. It must not go on.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Stable, for programs.</param>
    /// <param name="detail">For people: why, and the way out.</param>
    /// <param name="retryAfter">When it may work.</param>
    public static void Refuse(this HttpContext context, int status, string code, string detail, TimeSpan? retryAfter = null) =>
        context.Refuse(StandardProblems.Of(status, code, detail).ProblemDetails, retryAfter);

    /// <inheritdoc cref="Refuse(HttpContext, int, string, string, TimeSpan?)"/>
    public static void Refuse(this HttpContext context, ProblemDetails problem, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        context.Features.Set(problem);
        if (retryAfter is not { } wait) return;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Leaves the reason for a refusal whose status somebody else sets.</summary>
    public static void SayWhy(this HttpContext context, int status, string code, string detail) =>
        context.Features.Set(StandardProblems.Of(status, code, detail).ProblemDetails);

    /// <summary>The reason that was left for this status; null: none.</summary>
    public static ProblemDetails? Reason(this HttpContext context) =>
        context.Features.Get<ProblemDetails>() is { } reason && reason.Status == context.Response.StatusCode ? reason : null;
}
