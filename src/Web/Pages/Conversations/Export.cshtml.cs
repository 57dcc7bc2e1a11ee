using ConversationMemory.Services.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>The whole conversation as a file to save.</summary>
public sealed class ExportModel(ExportFiles files) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, string? format, CancellationToken ct)
    {
        if (!ExportFormats.TryParse(format ?? "md", out var chosen)) return BadRequest();
        if (!ExportFormats.Available.Contains(chosen)) return StatusCode(StatusCodes.Status501NotImplemented);
        if (await files.MakeAsync(id, chosen, ct) is not { } file) return NotFound();
        Response.Headers[HeaderNames.ContentDisposition] = file.Disposition;
        Response.Headers.CacheControl = "private, no-store";
        return File(file.Content, file.ContentType);
    }
}
