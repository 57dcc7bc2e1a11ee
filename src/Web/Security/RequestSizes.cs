using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace ConversationMemory.Web.Security;

/// <summary>
/// Refuses large bodies with 413 before they are read. An endpoint that takes more says so with
/// <c>RequestSizeLimitAttribute</c>.
/// </summary>
internal static class RequestSizes
{
    private const long DefaultBytes = 1024 * 1024;

    public static WebApplication UseRequestSizeLimit(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? DefaultBytes;
            if (context.Request.ContentLength is { } length)
            {
                // The server's own limit stays: it reads a somewhat larger body to its end, so that the answer arrives.
                if (length <= limit) return next(context);
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return Task.CompletedTask;
            }

            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
            return next(context);
        });
        return app;
    }
}
