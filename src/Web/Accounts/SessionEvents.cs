using System.Security.Claims;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Web.Endpoints;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Accounts;

/// <summary>Checks a session on each request, and tells those without one where to get it.</summary>
internal sealed class SessionEvents(AccountLookup accounts, IOptions<IdentityOptions> identity) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var stamp = context.Principal?.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
        var account = context.Principal?.UserId() is { } id
            ? await accounts.BySessionAsync(id, stamp, context.HttpContext.RequestAborted)
            : null;
        if (account is null) context.RejectPrincipal();
        else AccountClaims.SetRole((ClaimsIdentity)context.Principal!.Identity!, account);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.HttpContext.Rule<Credentials>() is { TakesKeys: true }) AskForKey(context.Response);
        else if (context.Request.IsHtmx()) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else context.Response.Redirect(LoginFor(context.Request));
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static void AskForKey(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
    }

    // After a form that came too late, back to the page that showed it: the form's own address may have none.
    private static string LoginFor(HttpRequest request)
    {
        var page = HttpMethods.IsGet(request.Method) ? request.PathBase + request.Path + request.QueryString : RefererPath(request) ?? "/";
        return "/account/login" + QueryString.Create("returnUrl", page);
    }

    private static string? RefererPath(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value
            ? from.PathAndQuery
            : null;
}
