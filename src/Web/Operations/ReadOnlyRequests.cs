using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Operations;
using ConversationMemory.Web.Endpoints;
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
        if (IsTaken(context)) return next(context);
        context.Refuse(StatusCodes.Status503ServiceUnavailable, "read_only", Explain(state), TryAgain);
        return Task.CompletedTask;
    }

    // The page that explains a refusal is made for the same request.
    private static bool IsTaken(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method)
        || context.Features.Get<IStatusCodeReExecuteFeature>() is not null
        || context.GetEndpoint()?.Metadata.GetMetadata<WhileReadOnlyAttribute>() is { Works: true };
}
