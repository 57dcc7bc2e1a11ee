using System.Globalization;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.Errors;
using ConversationMemory.Web.Pages.TagHelpers;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;

namespace ConversationMemory.Web.Endpoints;

/// <summary>A browser gets the page <c>/errors/{status}</c>; to htmx an event is sent, while what is on the page stays, with the draft in it.</summary>
internal sealed class PageErrors : ErrorShape
{
    public override bool TellsExceptions => false;

    public override Task AnswerAsync(StatusCodeContext status, ProblemDetails? reason) => status.HttpContext.Request.IsHtmx()
        ? LeavePageAloneAsync(status.HttpContext, reason)
        : ShowPageAsync(status.HttpContext, status.Next);

    private static Task LeavePageAloneAsync(HttpContext context, ProblemDetails? reason)
    {
        var response = context.Response;
        response.Headers["HX-Reswap"] = "none";
        response.Headers["HX-Trigger"] = response.StatusCode == StatusCodes.Status401Unauthorized ? "session-ended" : "request-failed";
        if (reason?.Detail is not { } words) return Task.CompletedTask;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(words, context.RequestAborted);
    }

    // Even the page of an error asks who is there, and so it fails while the database is away.
    private static async Task ShowPlainPageAsync(HttpContext context)
    {
        var view = new AwayView(context.Reason()?.Detail ?? "Something went wrong. The fault is ours; please try again in a moment.", await context.Request.ReadDraftAsync(context.RequestAborted));
        var renderer = context.RequestServices.GetRequiredService<FragmentRenderer>();
        var page = await renderer.RenderAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()), "/Pages/Errors/_Away.cshtml", view);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page, context.RequestAborted);
    }

    // The page is made by the same pipeline, as if it had been asked for; its address and query stay what the browser shows.
    private static async Task ShowPageAsync(HttpContext context, RequestDelegate next)
    {
        var (path, query) = (context.Request.Path, context.Request.QueryString);
        context.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature
        {
            OriginalPathBase = context.Request.PathBase.Value ?? "",
            OriginalPath = path.Value ?? "",
            OriginalQueryString = query.HasValue ? query.Value : null,
            Endpoint = context.GetEndpoint(),
            RouteValues = context.Request.RouteValues,
        });
        context.SetEndpoint(null);
        context.Request.RouteValues = [];
        context.Request.Path = $"/errors/{context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)}";
        context.Request.QueryString = QueryString.Empty;
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, ContentType: null, StatusCode: >= 500 }) await ShowPlainPageAsync(context);
        }
        finally
        {
            (context.Request.Path, context.Request.QueryString) = (path, query);
            context.Features.Set<IStatusCodeReExecuteFeature>(null);
        }
    }
}
