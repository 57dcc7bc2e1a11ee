using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace ConversationMemory.Web.Security;

/// <summary>Refuses, before anything is read, what nothing could be done with.</summary>
internal static class RequestLimits
{
    private const long DefaultBytes = 1024 * 1024;

    public static WebApplication UseRequestLimits(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (Refusal(context) is not { } status) return next(context);
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        return app;
    }

    private static int? Refusal(HttpContext context)
    {
        // The page that explains a refusal is made for the same request.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) return null;
        if (IsTooLarge(context)) return StatusCodes.Status413PayloadTooLarge;
        // No text column can hold a NUL; in a form or a path the framework refuses it itself.
        return context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? StatusCodes.Status400BadRequest
            : null;
    }

    // An endpoint that takes more says so with RequestSizeLimitAttribute. For a body that says its length, the server's
    // own, larger limit stays: so it reads the body to its end, and the answer arrives.
    private static bool IsTooLarge(HttpContext context)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? DefaultBytes;
        if (context.Request.ContentLength is { } length) return length > limit;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        return false;
    }
}
