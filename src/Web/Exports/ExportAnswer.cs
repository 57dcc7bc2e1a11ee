using ConversationMemory.Services.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace ConversationMemory.Web.Exports;

/// <summary>Answers a file to save, while it is being made.</summary>
public sealed class ExportAnswer(ExportFile file) : IResult, IActionResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = file.ContentType;
        response.Headers[HeaderNames.ContentDisposition] = file.Disposition;
        response.Headers.CacheControl = "private, no-store";
        return file.WriteAsync(response.BodyWriter, httpContext.RequestAborted);
    }

    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);
}
