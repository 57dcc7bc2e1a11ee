using ConversationMemory.Services.Exports;
using ConversationMemory.Web.Operations;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>The chosen conversations as one ZIP.</summary>
[WorksReadOnly]
[Costs(Work.Archive)]
public sealed class ExportManyModel(ExportZip zip) : PageModel
{
    private const int Most = 200;

    public IActionResult OnGet() => Redirect("/conversations");

    public async Task<IActionResult> OnPostAsync(Guid[] ids, string? back, CancellationToken ct)
    {
        if (!ModelState.IsValid || ids.Length > Most) return BadRequest();
        // On disk, not in memory; and an export that fails is an error page, not half a file.
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (await zip.WriteAsync(ids, file, ct) == 0)
        {
            await file.DisposeAsync();
            TempData[ChangeModel.Problem] = "Choose at least one conversation first.";
            return LocalRedirect(Url.IsLocalUrl(back) ? back : "/conversations");
        }

        file.Position = 0;
        Response.Headers.CacheControl = "private, no-store";
        return File(file, "application/zip", "conversations.zip");
    }
}
