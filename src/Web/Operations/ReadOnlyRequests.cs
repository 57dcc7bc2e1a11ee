using System.Globalization;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Operations;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Problems;
using Microsoft.AspNetCore.Diagnostics;

namespace ConversationMemory.Web.Operations;

/// <summary>
/// While an admin has writing stopped: whatever would change something is refused kindly, and the database is told to
/// refuse it too, should anything come through. Pages find the state among the request's features.
/// </summary>
internal static class ReadOnlyRequests
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);

    public static WebApplication UseReadOnlyMode(this WebApplication app)
    {
        var mode = app.Services.GetRequiredService<ReadOnlyMode>();
        app.Use((context, next) => mode.Current is { } state ? AnswerAsync(context, state, next) : next(context));
        return app;
    }

    /// <summary>What a person is told, and what they can do about it.</summary>
    public static string Explain(ReadOnlyState state) =>
        $"{state.Text} Until that is done you can read everything, but nothing can be sent or changed. Please try again later.";

    private static Task AnswerAsync(HttpContext context, ReadOnlyState state, RequestDelegate next)
    {
        context.Features.Set(state);
        context.RequestServices.GetRequiredService<CurrentUser>().ReadOnly = true;
        return IsTaken(context) ? next(context) : RefuseAsync(context, state);
    }

    // The page that explains a refusal is made for the same request.
    private static bool IsTaken(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method)
        || context.Features.Get<IStatusCodeReExecuteFeature>() is not null
        || context.GetEndpoint()?.Metadata.GetMetadata<WorksReadOnlyAttribute>() is not null;

    private static Task RefuseAsync(HttpContext context, ReadOnlyState state)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = TryAgain.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        if (context.Request.IsApi())
            return StandardProblems.Of(response.StatusCode, "read_only", Explain(state)).ExecuteAsync(context);
        if (!context.Request.IsHtmx()) return Task.CompletedTask;
        response.Headers["HX-Reswap"] = "none";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(Explain(state), context.RequestAborted);
    }
}
