using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Work.Queries;

/// <param name="Next">When the next one may be done.</param>
public sealed record JobCount(string Kind, int Waiting, int Running, int Dead, DateTimeOffset? Next);

/// <param name="Email">Of its owner; null: the account is gone.</param>
public sealed record ListedJob(
    Guid OwnerId, Guid Id, string? Email, string Kind, Guid Subject, int Attempts, int Done, int? Total, string? Error, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, string? LockedBy);

/// <summary>Jobs as admins see them: whose, of what kind and how they fare; not what they are about.</summary>
public static class JobLists
{
    public static async Task<IReadOnlyList<JobCount>> CountAsync(AdminDbContext db, CancellationToken ct) =>
        await db.Database.SqlQueryRaw<JobCount>(Sql.Read("Work/Queries/JobCounts")).ToListAsync(ct);

    /// <summary>Those that were given up.</summary>
    public static Task<IReadOnlyList<ListedJob>> DeadAsync(AdminDbContext db, int most, CancellationToken ct) => ListAsync(db, [JobState.Dead], most, ct);

    public static Task<IReadOnlyList<ListedJob>> RunningAsync(AdminDbContext db, int most, CancellationToken ct) =>
        ListAsync(db, [JobState.Running, JobState.Cancelled], most, ct);

    private static async Task<IReadOnlyList<ListedJob>> ListAsync(AdminDbContext db, JobState[] states, int most, CancellationToken ct) =>
        await db.Database.SqlQueryRaw<ListedJob>(
            Sql.Read("Work/Queries/JobsOfState"), states.Select(state => state.ToString().ToLowerInvariant()).ToArray(), most).ToListAsync(ct);
}
