using ConversationMemory.Data;
using ConversationMemory.Data.Audit.Queries;
using ConversationMemory.Web.Pages.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin;

/// <summary>What admins did, and what holds prevented. Nothing here can be changed, by anybody.</summary>
public sealed class AuditModel(MaintenanceDataSource database) : PageModel
{
    public const int PageSize = 50;

    /// <summary>What is written, for the filter's list.</summary>
    public static readonly IReadOnlyList<string> Actions =
    [
        "policy.changed", "policy.removed", "hold.placed", "hold.released", "hold.prevented", "role.changed",
        "account.suspended", "account.restored", "key.made", "key.revoked", "agent.made", "agent.changed", "agent.retired", "agent.offered",
    ];

    [BindProperty(SupportsGet = true)]
    public string? Action { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    /// <summary>The first day, as the reader's time zone has it.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    /// <summary>The last day.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<ListedEntry> Entries { get; private set; } = [];

    /// <summary>Where the next page begins; null: this was the last.</summary>
    public long? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return NotFound();
        var filter = new AuditFilter(Text(Action), Text(Person), Start(Since), Start(Until?.AddDays(1)));
        var found = await AuditTrail.RunAsync(database, filter, Before, PageSize + 1, ct);
        Entries = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Entries[^1].Id : null;
        return Page();
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private DateTimeOffset? Start(DateOnly? day) => day is { } date ? ReaderTimeZone.StartOf(date, HttpContext) : null;
}
