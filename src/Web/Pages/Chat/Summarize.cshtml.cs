using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Summarises the older part of a conversation because its owner asks.</summary>
[EnableRateLimiting(RateLimits.Chat)]
public sealed class SummarizeModel(Summarizer summarizer, ChatReader reader) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"/chat/{id}");

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        try
        {
            return await summarizer.RunAsync(id, asked: true, extractive: false, ct) is null
                ? this.Refuse(id, "There is nothing new to summarise yet: the newest messages stay as they are.")
                : await this.ShowAsync(reader, id, null, ct);
        }
        catch (ProblemException problem)
        {
            return this.Refuse(id, problem);
        }
        catch (ModelException failure)
        {
            return this.Refuse(id, failure.Message);
        }
    }
}
