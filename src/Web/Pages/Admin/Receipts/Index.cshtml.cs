using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries.Sweep;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Receipts;

/// <summary>What was removed, when, why and by whom; the newest first.</summary>
public sealed class IndexModel(AdminDbContext db, MaintenanceDataSource database) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Conversation { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cause { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Layer { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];
    public IReadOnlyDictionary<Guid, string> Emails { get; private set; } = new Dictionary<Guid, string>();
    public Receipt? Last { get; private set; }

    public async Task<IActionResult> OnGetAsync(DateTimeOffset? beforeAt, Guid? beforeId, CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();
        var filtered = (await FilteredAsync(beforeAt, beforeId, ct)).AsNoTracking();
        // A conversation has one or two: asked for in order, the planner would walk through all there are by their time.
        var found = Conversation is null
            ? await filtered.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct)
            : [.. (await filtered.ToListAsync(ct)).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(PageSize + 1)];
        Receipts = [.. found.Take(PageSize)];
        Last = found.Count > PageSize ? Receipts[^1] : null;
        Emails = await People.EmailsAsync(database, Receipts.Select(r => r.OwnerId), ct);
        return Page();
    }

    private async Task<IQueryable<Receipt>> FilteredAsync(DateTimeOffset? beforeAt, Guid? beforeId, CancellationToken ct)
    {
        var receipts = db.Receipts.AsQueryable();
        if (!string.IsNullOrWhiteSpace(Person))
        {
            // A person without an account is searched for by id, which receipts keep.
            var owner = Guid.TryParse(Person, out var id) ? id : await People.FindAsync(database, Person, ct) ?? Guid.Empty;
            receipts = receipts.Where(r => r.OwnerId == owner);
        }

        if (Conversation is { } conversation)
        {
            // Written for the operator that the index knows: @>.
            Guid[] wanted = [conversation];
            receipts = receipts.Where(r => wanted.All(c => r.Conversations.Contains(c)));
        }

        if (!string.IsNullOrEmpty(Cause)) receipts = receipts.Where(r => r.Cause == Cause);
        if (!string.IsNullOrEmpty(Layer)) receipts = receipts.Where(r => r.Layer == Layer);
        if (From is { } from) receipts = receipts.Where(r => r.At >= Midnight(from));
        if (To is { } to) receipts = receipts.Where(r => r.At < Midnight(to.AddDays(1)));
        if (beforeAt is { } at && beforeId is { } last)
            receipts = receipts.Where(r => r.At <= at.ToUniversalTime() && (r.At < at.ToUniversalTime() || r.Id.CompareTo(last) < 0));
        return receipts;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
