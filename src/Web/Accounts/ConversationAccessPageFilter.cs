using ConversationMemory.Data.RowSecurity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Accounts;

/// <summary>The <see cref="ConversationAccessRule"/> before a page about one conversation, whose id is in its address.</summary>
internal sealed class ConversationAccessPageFilter(ConversationAccessRule rule, CurrentUser currentUser) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        // A page that finds nothing says so itself: it may be about something else with an id.
        if (http.GetRouteValue("id") is not string text || !Guid.TryParse(text, out var id) || currentUser.Id is null
            || await rule.AdmitAsync(id, http) != Admission.Refused)
            await next();
        else
            Refuse(context);
    }

    private static void Refuse(PageHandlerExecutingContext context)
    {
        context.HttpContext.Features.Set(new OwnersOnly());
        context.Result = context.HttpContext.Request.IsHtmx() && context.HandlerInstance is PageModel page
            ? Said(page)
            : new StatusCodeResult(StatusCodes.Status403Forbidden);
    }

    private static PartialViewResult Said(PageModel page)
    {
        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page.Partial("/Pages/Chat/_Refused.cshtml", OwnersOnly.Text);
    }
}
