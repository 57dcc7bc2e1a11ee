using ConversationMemory.Data;
using ConversationMemory.Data.Work;
using ConversationMemory.Data.Work.Queries;
using ConversationMemory.Services.Operations;
using ConversationMemory.Services.Work;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Jobs;

/// <summary>What is done beside requests: what waits, what runs, what was given up, and what comes again by itself.</summary>
public sealed class IndexModel(AdminDbContext db, JobAdministration administration, IEnumerable<JobRegistration> registrations) : PageModel
{
    private const int MostListed = 100;

    private readonly Dictionary<string, string> titles = registrations.ToDictionary(r => r.Kind.Name, r => r.Kind.Title);

    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? Refusal { get; set; }

    public IReadOnlyList<JobCount> Counts { get; private set; } = [];
    public IReadOnlyList<ListedJob> Running { get; private set; } = [];
    public IReadOnlyList<ListedJob> Dead { get; private set; } = [];
    public IReadOnlyList<RecurringView> Recurring { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Counts = await JobLists.CountAsync(db, ct);
        Running = await JobLists.RunningAsync(db, MostListed, ct);
        Dead = await JobLists.DeadAsync(db, MostListed, ct);
        Recurring = RecurringView.Of(await db.Jobs.AsNoTracking().Where(j => j.OwnerId == Job.System).ToListAsync(ct));
    }

    public async Task<IActionResult> OnPostRetryAsync(Guid owner, Guid id, CancellationToken ct) =>
        Answer(await administration.RetryAsync(owner, id, ct), "It is tried again.");

    public async Task<IActionResult> OnPostRemoveAsync(Guid owner, Guid id, CancellationToken ct) =>
        Answer(await administration.RemoveAsync(owner, id, ct), "It is removed.");

    /// <summary>A kind by the name that admins read; one that only a newer version knows by its own.</summary>
    public string TitleOf(string kind) => titles.GetValueOrDefault(kind, kind);

    public static string WhoseIs(ListedJob job) => job.Email ?? (job.OwnerId == Job.System ? "the portal" : "an account that is gone");

    private RedirectToPageResult Answer(bool done, string notice)
    {
        if (done) Notice = notice;
        else Refusal = "Somebody was quicker: it is gone, or at work.";
        return RedirectToPage();
    }
}
