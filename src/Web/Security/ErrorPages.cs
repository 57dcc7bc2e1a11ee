using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Security;

/// <summary>Answers without a body get one: problem details for programs, a page for people.</summary>
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
        app.UseWhen(context => !context.Request.IsApi() && !context.Request.IsHtmx(), pages =>
        {
            pages.UseExceptionHandler("/errors/500");
            pages.UseStatusCodePagesWithReExecute("/errors/{0}");
        });
        return app;
    }
}
