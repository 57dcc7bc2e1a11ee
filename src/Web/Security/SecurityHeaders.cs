using ConversationMemory.Web.Endpoints;

namespace ConversationMemory.Web.Security;

/// <summary>What every answer tells the browser to refuse.</summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string PermissionsPolicy =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), " +
        "payment=(), usb=()";

    // On starting, because the error handler clears what was set before it.
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() => Set(context));
            return next(context);
        });
        app.UseHsts();
        return app;
    }

    private static Task Set(HttpContext context)
    {
        var isSecret = context.Rule<SecretAddressAttribute>() is not null;
        var headers = context.Response.Headers;
        // A file that is shown as it would be saved has a style in it, and nothing else of its own.
        headers.ContentSecurityPolicy = context.Features.Get<StandalonePage>() is { } page
            ? $"default-src 'none'; style-src {page.StyleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = isSecret ? "no-referrer" : "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (!isSecret) return Task.CompletedTask;
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
