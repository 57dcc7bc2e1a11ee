using System.Globalization;
using ConversationMemory.Services.Operations;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Endpoints;
using ConversationMemory.Web.Operations;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Errors;

/// <summary>Says what went wrong and what to do next, for an answer that has nothing else to show.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[Costs(Work.Nothing)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class StatusModel : PageModel
{
    public string Heading => Text.Heading;

    public string Advice => Text.Advice;

    // Not bound: binding reads the form, which may be the very thing that failed.
    private int Status => int.Parse((string)RouteData.Values["status"]!, CultureInfo.InvariantCulture);

    /// <summary>The message that was refused, for its writer to keep; null: none was sent.</summary>
    public string? Draft { get; private set; }

    private ReadOnlyState? ReadOnly => HttpContext.Features.Get<ReadOnlyState>();

    private (string Heading, string Advice) Text => Status switch
    {
        503 when ReadOnly is { } state => ("Not now, please", ReadOnlyRequests.Explain(state)),
        400 => ("That was not accepted", "It has expired, or part of it cannot be read. Nothing was changed. Go back, reload the page and send it again."),
        403 when HttpContext.Features.Get<OwnersOnly>() is not null => ("This is for the conversation's owner", OwnersOnly.Text),
        403 => ("This is for admins", "Your account may not open this page. Ask an admin of this site if you think it should."),
        404 => ("There is nothing here", "The page does not exist, has been deleted, or belongs to somebody else."),
        413 => ("That was too large", "Nothing was changed. Send at most one megabyte at a time."),
        429 => ("One moment, please", HttpContext.Reason()?.Detail ?? "There were many tries within a short time. Wait a minute, then try again."),
        501 => ("That cannot be done yet", "It is planned, and not there yet. Go back and choose something else."),
        >= 500 => ("Something went wrong", "The fault is ours and has been noted. Try again in a moment."),
        _ => ("That did not work", "The request could not be understood. Go back and try again."),
    };

    // Whatever the method of the request that failed.
    public void OnGet() => Response.StatusCode = Status is >= 400 and < 600 ? Status : StatusCodes.Status404NotFound;

    public async Task OnPostAsync(CancellationToken ct)
    {
        OnGet();
        if (Status is 429 or 503) Draft = await Request.ReadDraftAsync(ct);
    }
}
