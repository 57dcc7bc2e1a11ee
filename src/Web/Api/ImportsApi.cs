using System.ComponentModel;
using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Imports;
using ConversationMemory.Services.Imports;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Imports;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ImportsService = ConversationMemory.Services.Imports.Imports;

namespace ConversationMemory.Web.Api;

/// <param name="State">reading, ready, importing, done, failed, undoing or undone.</param>
/// <param name="Format">chatgpt, claude, librechat, openwebui, conversationmemory and others; null while it is not known.</param>
/// <param name="Done">Entries that were read, imported or taken back so far.</param>
/// <param name="Error">Why it failed, or ended before its end.</param>
internal sealed record ImportAnswer(
    Guid Id, string FileName, string? Format, string State, int Done, int? Total, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record ImportsAnswer(IReadOnlyList<ImportAnswer> Imports, Guid? NextCursor, bool HasMore);

/// <param name="Position">Its place in the file, from 0; for entries of a run.</param>
/// <param name="Branches">Other branches. Below 0: it is one itself.</param>
/// <param name="Outcome">new, duplicate, damaged, skipped, imported, archived or undone.</param>
internal sealed record ImportEntryAnswer(int Position, string Title, int Messages, int Branches, DateTimeOffset? FirstAt, DateTimeOffset? LastAt, string Outcome, string? Note);

/// <param name="Entries">A page of what is in the file.</param>
/// <param name="NextFrom">Where the next page begins; null on the last one.</param>
internal sealed record ImportPreviewAnswer(ImportAnswer Import, Guid AgentId, ImportFigures Figures, IReadOnlyList<ImportEntryAnswer> Entries, int? NextFrom);

/// <param name="IncludeBranches">The other branches become conversations of their own.</param>
/// <param name="AgentId">Who the conversations are with from now on; the default agent when left out.</param>
/// <param name="Entries">Positions of the entries to import; all new ones when left out.</param>
internal sealed record ImportRunBody(bool IncludeBranches = false, Guid? AgentId = null, IReadOnlyList<int>? Entries = null);

internal static class ImportsApi
{
    private const int PageSize = 100;

    public static void MapImports(this RouteGroupBuilder api, ImportOptions options)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapPost("/", UploadAsync)
            .Needs(KeyScope.Write)
            .WithMetadata(new CostsAttribute(Work.Upload), new RequestSizeLimitAttribute(UploadEndpoint.MostBytes(options)))
            .WithSummary("Upload a file to import")
            .WithDescription("Send the file as the body, or as the first file of a multipart form. It is read in the background; nothing is imported before it is run. docs/imports.md says what can be read.")
            .Accepts<IFormFile>("multipart/form-data", "application/json", "application/zip", "*/*")
            .Produces<ImportAnswer>(StatusCodes.Status201Created)
            .ProducesProblems(400, 409, 413);
        imports.MapGet("/", ListAsync).Needs(KeyScope.Read).WithSummary("List your imports, newest first").Produces<ImportsAnswer>().ProducesProblems(400);
        imports.MapGet("/{id:guid}", ReadAsync)
            .Needs(KeyScope.Read)
            .WithSummary("Read what an import holds and what would become of it")
            .Produces<ImportPreviewAnswer>()
            .ProducesProblems(400, 404);
        imports.MapPost("/{id:guid}/run", RunAsync)
            .Needs(KeyScope.Write)
            .WithSummary("Import what an upload holds")
            .Accepts<ImportRunBody>("application/json")
            .Produces<ImportAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 403, 404, 409, 413, 415);
        imports.MapDelete("/{id:guid}", UndoAsync)
            .Needs(KeyScope.Write)
            .WithSummary("Undo an import, or discard an upload")
            .WithDescription("Its conversations are removed for good, with receipts. Those that went on since stay.")
            .Produces<ImportAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblems(404, 409);
    }

    private static async Task<IResult> UploadAsync(HttpRequest request, ImportsService imports, AppDbContext db, CancellationToken ct)
    {
        await imports.RequireRoomAsync(request.ContentLength, ct);
        var upload = await Upload.OpenAsync(request, ct);
        var id = await imports.UploadAsync(upload.Content, upload.FileName, ct);
        return TypedResults.Created($"/api/imports/{id}", await OneAsync(db, id, ct));
    }

    private static async Task<IResult> ListAsync(AppDbContext db, [Description("The next_cursor of the page before.")] Guid? cursor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var found = await db.Imports.AsNoTracking().Where(r => r.OwnerId == owner && (cursor == null || r.Id.CompareTo(cursor.Value) < 0))
            .OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct);
        var page = found.Take(PageSize).Select(Answer).ToList();
        return TypedResults.Ok(new ImportsAnswer(page, found.Count > PageSize ? page[^1].Id : null, found.Count > PageSize));
    }

    private static async Task<IResult> ReadAsync(
        Guid id, ImportPreviews previews, AppDbContext db,
        [FromQuery(Name = "agent_id"), Description("Under whose policy; the default agent when left out.")] Guid? agentId,
        [FromQuery(Name = "include_branches"), Description("Count the other branches as well.")] bool? includeBranches,
        [Description("The position that the page of entries begins at.")] int? from,
        CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var preview = await previews.ReadAsync(id, agentId, includeBranches ?? false, ct) ?? throw ImportsService.NotFound();
        var owner = db.CurrentUser.RequiredId;
        var entries = await db.ImportEntries.AsNoTracking().Where(e => e.OwnerId == owner && e.ImportId == id && e.Position >= (from ?? 0))
            .OrderBy(e => e.Position).Take(PageSize + 1).ToListAsync(ct);
        var page = entries.Take(PageSize).Select(e => new ImportEntryAnswer(e.Position, e.Title, e.Messages, e.Branches, e.FirstAt, e.LastAt, Name(e.Outcome), e.Note)).ToList();
        return TypedResults.Ok(new ImportPreviewAnswer(Answer(preview.Run), preview.Policy.AgentId, preview.Figures, page, entries.Count > PageSize ? entries[^1].Position : null));
    }

    private static async Task<IResult> RunAsync(Guid id, Body<ImportRunBody> body, ImportsService imports, AppDbContext db, CancellationToken ct)
    {
        await imports.RunAsync(id, new ImportChoice(body.Value.AgentId, body.Value.IncludeBranches), body.Value.Entries, ct);
        return TypedResults.Accepted($"/api/imports/{id}", await OneAsync(db, id, ct));
    }

    private static async Task<IResult> UndoAsync(Guid id, ImportsService imports, AppDbContext db, CancellationToken ct)
    {
        await imports.UndoAsync(id, ct);
        return TypedResults.Accepted($"/api/imports/{id}", await OneAsync(db, id, ct));
    }

    private static async Task<ImportAnswer> OneAsync(AppDbContext db, Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        return Answer(await db.Imports.AsNoTracking().SingleAsync(r => r.OwnerId == owner && r.Id == id, ct));
    }

    private static ImportAnswer Answer(ImportRun run) => new(
        run.Id, run.FileName, run.Format, Name(run.State), run.Done, run.Total, run.Error ?? ImportReport.From(run.Report).Problem, run.CreatedAt, run.FinishedAt);

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
