using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Security;

/// <summary>
/// Answers that have nothing to show get something: problem details for programs, a page for people, and for htmx an
/// event, while what is on the page stays, with the draft in it.
/// </summary>
internal static class ErrorPages
{
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseWhen(context => context.Request.IsApi(), api =>
        {
            api.UseExceptionHandler();
            // Whatever the caller accepts: an event stream's reader wants to know what went wrong too.
            api.UseStatusCodePages(status =>
                StandardProblems.Of(status.HttpContext.Response.StatusCode).ExecuteAsync(status.HttpContext));
        });
        app.UseWhen(context => !context.Request.IsApi() && context.Request.IsHtmx(), fragments =>
        {
            fragments.UseExceptionHandler(failed => failed.Run(_ => Task.CompletedTask));
            fragments.UseStatusCodePages(context => LeavePageAlone(context.HttpContext.Response));
        });
        app.UseWhen(context => !context.Request.IsApi() && !context.Request.IsHtmx(), pages =>
        {
            pages.UseExceptionHandler("/errors/500");
            pages.UseStatusCodePagesWithReExecute("/errors/{0}");
        });
        return app;
    }

    private static Task LeavePageAlone(HttpResponse response)
    {
        response.Headers["HX-Reswap"] = "none";
        response.Headers["HX-Trigger"] = response.StatusCode == StatusCodes.Status401Unauthorized ? "session-ended" : "request-failed";
        return Task.CompletedTask;
    }
}
