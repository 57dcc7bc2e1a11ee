using System.ComponentModel;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Exports;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Exports;
using ConversationMemory.Web.Security;

namespace ConversationMemory.Web.Api;

internal static class ExportsApi
{
    public static void MapExports(this RouteGroupBuilder api) => api.MapGet("/conversations/{id:guid}/export", ExportAsync)
        .RequireRateLimiting(RateLimits.Pdf)
        .WithTags("Conversations")
        .WithSummary("Read a whole conversation as one file")
        .WithDescription("Answers a file with a name: PDF, HTML, Markdown or plain text to read, or JSON that leaves nothing out unless it is told to. docs/exports.md describes them.")
        .Produces(StatusCodes.Status200OK, contentType: "text/markdown", additionalContentTypes: ["application/json", "application/pdf", "text/html", "text/plain"])
        .ProducesProblems(400, 404, 429, 503);

    private static async Task<IResult> ExportAsync(
        Guid id, ExportFiles files,
        [Description("md, json, html, txt or pdf; md when left out.")] string? format,
        [AsParameters] ExportQuery query,
        CancellationToken ct)
    {
        var chosen = FormatOf(format);
        var options = query.Options(chosen, TimeZoneInfo.Utc);
        if (options.IsImpossible) throw ApiException.BadRequest("bad_range", "\"from\" and \"to\" are numbers of messages (seq), from 1 on, and from is not after to.");
        return new ExportAnswer(await files.MakeAsync(id, chosen, options, ct) ?? throw ChatException.NoConversation());
    }

    private static ExportFormat FormatOf(string? name) => ExportFormats.TryParse(name ?? "md", out var format)
        ? format
        : throw ApiException.BadRequest("bad_format", "There is no such format. Available are md, json, html, txt and pdf.");
}
