using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;

namespace ConversationMemory.Web.Pages.Admin.Cleanup;

/// <summary>What an admin looks for.</summary>
public sealed class CleanupForm
{
    [Display(Name = "Inactive for at least (days)")]
    [Range(0, 36500, ErrorMessage = "Between 0 and 36,500 days.")]
    public int? Days { get; set; }

    [Display(Name = "Agent")]
    public Guid? Agent { get; set; }

    [Display(Name = "Person (email)")]
    [StringLength(256, ErrorMessage = "An address has at most 256 characters.")]
    public string? Person { get; set; }

    [Display(Name = "Larger than (KB)")]
    [Range(0, 1_000_000_000, ErrorMessage = "Between 0 and 1,000,000,000 KB.")]
    public long? Kilobytes { get; set; }

    [Display(Name = "Only those without messages")]
    public bool Empty { get; set; }

    /// <summary>When the first page was shown: the days count back from then, on each page and for the run.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <returns>Null: nobody has the address.</returns>
    public async Task<CleanupFilter?> ToFilterAsync(MaintenanceDataSource database, DateTimeOffset now, CancellationToken ct)
    {
        AsOf ??= now;
        Guid? owner = null;
        if (!string.IsNullOrWhiteSpace(Person) && (owner = await People.FindAsync(database, Person, ct)) is null) return null;
        return new CleanupFilter(AsOf.Value.AddDays(-Days ?? 0), Agent, owner, Kilobytes * 1000, Empty ? true : null);
    }
}
