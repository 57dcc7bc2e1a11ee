using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.Html;
using ConversationMemory.Web.Exports;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>The HTML file of a conversation, shown rather than saved: to print, where there is no PDF.</summary>
public sealed class PrintModel(ExportFiles files) : PageModel
{
    private const string Notice = "Print this page, or save it as PDF, with your browser (Ctrl+P, on a Mac ⌘P). This box is not printed.";

    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery] ExportQuery query, CancellationToken ct)
    {
        var options = query.Options(ExportFormat.Html, ReaderTimeZone.Of(HttpContext));
        if (!ModelState.IsValid || options.IsImpossible) return BadRequest();
        if (await files.ReadAsync(id, ct) is not { } conversation) return NotFound();
        HttpContext.Features.Set(new StandalonePage(HtmlStyle.Source));
        Response.ContentType = ExportFormat.Html.ContentType();
        Response.Headers.CacheControl = "private, no-store";
        foreach (var part in HtmlExport.Parts(ConversationDocument.Of(conversation, options), Notice)) await Response.WriteAsync(part, ct);
        return new EmptyResult();
    }
}
