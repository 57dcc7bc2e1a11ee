using ConversationMemory.Data.Work;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Web.Pages.Admin.Jobs;

/// <summary>Recurring work: when it was done last, how that ended, and when it is next.</summary>
/// <param name="Id">Of its row; null: there is none yet.</param>
/// <param name="LastAt">When it last began.</param>
/// <param name="Took">Null: it has not ended yet.</param>
/// <param name="Kind">A class of <c>.badge</c>.</param>
/// <param name="Next">Null: it is at work.</param>
public sealed record RecurringView(Guid? Id, string Title, TimeSpan Every, DateTimeOffset? LastAt, TimeSpan? Took, string Outcome, string Kind, string? Error, DateTimeOffset? Next)
{
    /// <summary>All of it, in the order of the list, whether or not it was ever done.</summary>
    public static IReadOnlyList<RecurringView> Of(IReadOnlyCollection<Job> rows) => [.. RecurringWork.All.Select(kind => Of(kind, rows.SingleOrDefault(row => row.Kind == kind.Name)))];

    private static RecurringView Of(JobKind kind, Job? row)
    {
        var (outcome, badge) = row switch
        {
            null or { StartedAt: null } => ("not yet done", ""),
            { State: JobState.Running } => ("at work", ""),
            { Error: null } => ("done", "good"),
            _ => ("failed, will be tried again", "bad"),
        };
        return new RecurringView(
            row?.Id, kind.Title, kind.Every!.Value, row?.StartedAt, row?.State == JobState.Waiting ? row.FinishedAt - row.StartedAt : null, outcome, badge, row?.Error,
            row?.State == JobState.Waiting ? row.NotBefore : null);
    }
}
