using ConversationMemory.Data;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Pdf;
using ConversationMemory.Web.Exports;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>A conversation as a file to save; without a format the page to choose one and what goes into it.</summary>
[EnableRateLimiting(RateLimits.Pdf)]
public sealed class ExportModel(AppDbContext db, ConversationList list, ExportFiles files) : PageModel
{
    public ListedConversation Conversation { get; private set; } = null!;

    public ExportFormat Format { get; private set; } = ExportFormat.Pdf;

    public ExportOptions Options { get; private set; } = new();

    /// <summary>Why there is no file.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string? format, [FromQuery] ExportQuery query, CancellationToken ct)
    {
        if (format is null) return await ChooseAsync(id, null, StatusCodes.Status200OK, ct);
        if (!ExportFormats.TryParse(format, out var chosen)) return BadRequest();
        (Format, Options) = (chosen, query.Options(chosen, ReaderTimeZone.Of(HttpContext)));
        if (!ModelState.IsValid || Options.IsImpossible)
            return await ChooseAsync(id, "The messages to begin and to end with are numbers from 1 on, and the first is not after the last.", StatusCodes.Status400BadRequest, ct);
        try
        {
            return await files.MakeAsync(id, chosen, Options, ct) is { } file ? new ExportAnswer(file) : NotFound();
        }
        catch (PdfException problem)
        {
            return await ChooseAsync(id, problem.Message, StatusCodes.Status503ServiceUnavailable, ct);
        }
    }

    private async Task<IActionResult> ChooseAsync(Guid id, string? problem, int status, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await list.FindAnywhereAsync(id, ct) is not { } conversation) return NotFound();
        (Conversation, Problem) = (conversation, problem);
        Response.Headers.CacheControl = "private, no-store";
        return new PageResult { StatusCode = status };
    }
}
