using System.ComponentModel;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Exports;
using ConversationMemory.Web.Security;

namespace ConversationMemory.Web.Api;

internal static class ExportsApi
{
    public static void MapExports(this RouteGroupBuilder api)
    {
        api.MapConversation();
        api.MapMany();
    }

    private static void MapConversation(this RouteGroupBuilder api) => api.MapGet("/conversations/{id:guid}/export", ExportAsync)
        .RequireRateLimiting(RateLimits.Pdf)
        .WithTags("Conversations")
        .WithSummary("Read a whole conversation as one file")
        .WithDescription("Answers a file with a name: PDF, HTML, Markdown or plain text to read, or JSON that leaves nothing out unless it is told to. docs/exports.md describes them.")
        .Produces(StatusCodes.Status200OK, contentType: "text/markdown", additionalContentTypes: ["application/json", "application/pdf", "text/html", "text/plain"])
        .ProducesProblems(400, 404, 429, 503);

    private static void MapMany(this RouteGroupBuilder api)
    {
        var exports = api.MapGroup("/exports").WithTags("Exports");
        exports.MapPost("/", StartAsync)
            .WithSummary("Export many conversations as one ZIP")
            .WithDescription(
                """
                The ZIP is made in the background; look at `GET /api/exports/{id}` until its `state` is `done`, then fetch `/file`. It holds each conversation in
                each format, `index.html` and `manifest.json` with checksums. One export at a time: 409 while another is under way. Kept for seven days.
                """)
            .Produces<ExportRunAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 403, 409, 413, 415);
        exports.MapGet("/", ListAsync)
            .WithSummary("List your exports, the newest first")
            .Produces<ExportRunList>();
        exports.MapGet("/{id:guid}", FindAsync)
            .WithSummary("Read how far an export is")
            .Produces<ExportRunAnswer>()
            .ProducesProblems(404);
        exports.MapGet("/{id:guid}/file", FileAsync)
            .WithSummary("Fetch the ZIP of an export that is done")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .ProducesProblems(404);
        exports.MapDelete("/{id:guid}", RemoveAsync)
            .WithSummary("Stop an export, or remove one with its file")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404);
    }

    private static async Task<IResult> StartAsync(Body<ExportStart> body, ExportRuns runs, CancellationToken ct)
    {
        var request = body.Value.ToRequest();
        var id = await runs.StartAsync(request, ct)
            ?? throw new ApiException(StatusCodes.Status409Conflict, "export_under_way", "An export of yours is under way. Wait until it is done, or stop it with DELETE.");
        return TypedResults.Accepted($"/api/exports/{id}", ExportRunAnswer.Of((await runs.FindAsync(id, ct))!));
    }

    private static async Task<IResult> ListAsync(ExportRuns runs, CancellationToken ct) =>
        TypedResults.Ok(new ExportRunList([.. (await runs.ListAsync(ct)).Select(ExportRunAnswer.Of)]));

    private static async Task<IResult> FindAsync(Guid id, ExportRuns runs, CancellationToken ct) =>
        TypedResults.Ok(ExportRunAnswer.Of(await runs.FindAsync(id, ct) ?? throw NoExport()));

    private static async Task<IResult> FileAsync(Guid id, ExportDownloads downloads, HttpContext http, CancellationToken ct)
    {
        var file = await downloads.OpenAsync(id, ct) ?? throw NoExport();
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(file.Content, "application/zip", file.Name, enableRangeProcessing: true);
    }

    private static async Task<IResult> RemoveAsync(Guid id, ExportRuns runs, CancellationToken ct) =>
        await runs.StopAsync(id, ct) || await runs.RemoveAsync(id, ct) ? TypedResults.NoContent() : throw NoExport();

    private static ApiException NoExport() => new(StatusCodes.Status404NotFound, "no_such_export", "There is no such export of yours, or no file of it.");

    private static async Task<IResult> ExportAsync(
        Guid id, ExportFiles files,
        [Description("md, json, html, txt or pdf; md when left out.")] string? format,
        [AsParameters] ExportQuery query,
        CancellationToken ct)
    {
        var chosen = FormatOf(format);
        var options = query.Options(chosen, TimeZoneInfo.Utc);
        if (options.IsImpossible) throw ApiException.BadRequest("bad_range", "\"from\" and \"to\" are numbers of messages (seq), from 1 on, and from is not after to.");
        return new ExportAnswer(await files.MakeAsync(id, chosen, options, ct) ?? throw ProblemException.NoConversation());
    }

    private static ExportFormat FormatOf(string? name) => ExportFormats.TryParse(name ?? "md", out var format)
        ? format
        : throw ApiException.BadRequest("bad_format", "There is no such format. Available are md, json, html, txt and pdf.");
}
