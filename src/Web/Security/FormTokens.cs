using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Antiforgery;

namespace ConversationMemory.Web.Security;

/// <summary>
/// Pages check their forms themselves. A call of the API that changes something and comes with a session rather than a
/// key must carry the page's token too: a browser sends the session along for any site.
/// </summary>
internal static class FormTokens
{
    public static WebApplication UseFormTokens(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            if (NeedsToken(context) && (LacksHeader(context) || !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)))
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            else
                await next(context);
        });
        return app;
    }

    // To look for it in a form is to read the form whole, and an upload may be large.
    private static bool LacksHeader(HttpContext context) =>
        context.Request.HasFormContentType && !context.Request.Headers.ContainsKey("RequestVerificationToken");

    private static bool NeedsToken(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<FormToken>() == FormToken.WithSession
        && context.User.Identity is { IsAuthenticated: true } && context.User.ApiKeyId() is null;
}
