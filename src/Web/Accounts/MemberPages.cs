using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Accounts;

/// <summary>
/// Before a page about one conversation: its members go on as guests of its owner where the page is theirs to use, and are refused kindly
/// where it is not. To everybody else it is not there, as before.
/// </summary>
internal sealed class MemberPages(ConversationAccess access, CurrentUser currentUser) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetRouteValue("id") is not string text || !Guid.TryParse(text, out var id) || currentUser.Id is null)
        {
            await next();
            return;
        }

        var role = await access.EnterAsync(id, http.RequestAborted);
        if (role is null or ConversationRole.Owner)
        {
            await next();
            return;
        }

        if (role < Needed(context)) Refuse(context);
        else
        {
            if (!HttpMethods.IsGet(http.Request.Method)) await access.UnpackAsync(http.RequestAborted);
            await next();
        }
    }

    private static ConversationRole Needed(PageHandlerExecutingContext context) => ForMembersAttribute.Needed(
        context.ActionDescriptor.HandlerTypeInfo.GetCustomAttributes(typeof(ForMembersAttribute), inherit: false).OfType<ForMembersAttribute>().FirstOrDefault(),
        context.HttpContext.Request);

    private void Refuse(PageHandlerExecutingContext context)
    {
        currentUser.Guest = null;
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
