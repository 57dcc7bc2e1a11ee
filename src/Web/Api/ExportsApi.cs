using System.ComponentModel;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Exports;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace ConversationMemory.Web.Api;

internal static class ExportsApi
{
    public static void MapExports(this RouteGroupBuilder api) => api.MapGet("/conversations/{id:guid}/export", ExportAsync)
        .WithTags("Conversations")
        .WithSummary("Read a whole conversation as one file")
        .WithDescription("Answers a file with a name: Markdown to read, or JSON that leaves nothing out. docs/exports.md describes both.")
        .Produces(StatusCodes.Status200OK, contentType: "text/markdown", additionalContentTypes: "application/json")
        .ProducesProblems(400, 404, 501);

    private static async Task<IResult> ExportAsync(
        Guid id, ExportFiles files, HttpResponse response,
        [Description("md or json; md when left out. pdf, html and txt are not there yet.")] string? format,
        CancellationToken ct)
    {
        var file = await files.MakeAsync(id, FormatOf(format), ct) ?? throw ChatException.NoConversation();
        response.Headers[HeaderNames.ContentDisposition] = file.Disposition;
        response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(file.Content, file.ContentType);
    }

    private static ExportFormat FormatOf(string? name)
    {
        var available = string.Join(" and ", ExportFormats.Available.Select(f => f.Name()));
        if (!ExportFormats.TryParse(name ?? "md", out var format))
            throw ApiException.BadRequest("bad_format", $"There is no such format. Available are {available}.");
        return ExportFormats.Available.Contains(format)
            ? format
            : throw new ApiException(StatusCodes.Status501NotImplemented, "not_available", $"The format {format.Name()} is not there yet. Available are {available}.");
    }
}
