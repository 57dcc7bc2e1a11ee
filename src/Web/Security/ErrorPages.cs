using ConversationMemory.Web.Endpoints;

namespace ConversationMemory.Web.Security;

/// <summary>Answers that have nothing to show get something, in the shape of the endpoint that was asked for.</summary>
internal static class ErrorPages
{
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseStatusCodePages(status => Shape(status.HttpContext).AnswerAsync(status, status.HttpContext.Reason()));
        // Nothing but the status; what shows it is made above.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = _ => Task.CompletedTask,
            StatusCodeSelector = fault => fault is BadHttpRequestException refused ? refused.StatusCode : StatusCodes.Status500InternalServerError,
        });
        return app;
    }

    private static ErrorShape Shape(HttpContext context) => context.Rule<ErrorShape>() ?? ErrorShape.Page;
}
