using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data.Work.Queries;

/// <summary>What becomes of jobs, as the role that sees all of them.</summary>
public static class Jobs
{
    /// <summary>Makes sure of a row for each kind of recurring work.</summary>
    public static async Task AddRecurringAsync(MaintenanceDataSource database, IReadOnlyList<(string Kind, DateTimeOffset Due)> kinds, CancellationToken ct)
    {
        await using var command = Command(database, "AddRecurring");
        command.Parameters.AddWithValue("system", Job.System);
        command.Parameters.AddWithValue("kinds", kinds.Select(k => k.Kind).ToArray());
        command.Parameters.AddWithValue("dues", kinds.Select(k => k.Due.ToUniversalTime()).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <param name="kinds">Those that there is room for.</param>
    /// <param name="always">Those of them that are done while nothing may be written, too.</param>
    /// <param name="after">Whose turn it was last.</param>
    /// <returns>Null: none may be done now.</returns>
    public static async Task<ClaimedJob?> ClaimAsync(
        MaintenanceDataSource database, string instance, IReadOnlyCollection<string> kinds, IReadOnlyCollection<string> always, Guid after, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = Command(database, "ClaimJob");
        command.Parameters.AddWithValue("instance", instance);
        command.Parameters.AddWithValue("kinds", kinds.ToArray());
        command.Parameters.AddWithValue("always", always.ToArray());
        command.Parameters.AddWithValue("after", after);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ClaimedJob(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetGuid(3), reader.MaybeText(4), reader.GetInt32(5))
            : null;
    }

    /// <returns>When the next one may be done; null: none waits.</returns>
    public static async Task<DateTimeOffset?> NextTimeAsync(MaintenanceDataSource database, IReadOnlyCollection<string> kinds, CancellationToken ct)
    {
        await using var command = Command(database, "NextJobTime");
        command.Parameters.AddWithValue("kinds", kinds.ToArray());
        return await command.ExecuteScalarAsync(ct) is DateTime next ? next : null;
    }

    /// <returns>Those that are still this instance's.</returns>
    public static async Task<IReadOnlyList<(Guid OwnerId, Guid Id)>> BeatAsync(
        MaintenanceDataSource database, string instance, IReadOnlyCollection<ClaimedJob> jobs, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = Command(database, "BeatJobs");
        command.Parameters.AddWithValue("instance", instance);
        command.Parameters.AddWithValue("owners", jobs.Select(j => j.OwnerId).ToArray());
        command.Parameters.AddWithValue("ids", jobs.Select(j => j.Id).ToArray());
        command.Parameters.AddWithValue("attempts", jobs.Select(j => j.Attempts).ToArray());
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await command.ListAsync(row => (row.GetGuid(0), row.GetGuid(1)), ct);
    }

    /// <summary>It waits again, and this attempt does not count.</summary>
    public static async Task ReleaseAsync(MaintenanceDataSource database, string instance, ClaimedJob job, DateTimeOffset notBefore, CancellationToken ct)
    {
        await using var command = One(Command(database, "ReleaseJob"), instance, job);
        command.Parameters.AddWithValue("not_before", notBefore.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <param name="lost">Without a sign of life since then.</param>
    /// <returns>Jobs that wait again.</returns>
    public static async Task<int> FreeLostAsync(MaintenanceDataSource database, DateTimeOffset lost, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = Command(database, "FreeLostJobs");
        command.Parameters.AddWithValue("lost", lost.ToUniversalTime());
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task EndAsync(MaintenanceDataSource database, string instance, ClaimedJob job, CancellationToken ct)
    {
        await using var command = One(Command(database, "EndJob"), instance, job);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends a job in the context's transaction, which keeps what came of it.</summary>
    /// <returns>False: it was stopped or taken over, and what came of it is to be dropped.</returns>
    public static async Task<bool> FinishAsync(DbContext db, string instance, ClaimedJob job, CancellationToken ct)
    {
        await using var command = One(Sql.Within(db, "Work/Queries/FinishJob"), instance, job);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <param name="state">Waiting, or dead.</param>
    /// <param name="anew">Its attempts are counted from the beginning.</param>
    /// <param name="error">Null: it succeeded.</param>
    public static async Task DeferAsync(
        MaintenanceDataSource database, string instance, ClaimedJob job, JobState state, DateTimeOffset notBefore, bool anew, string? error, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = One(Command(database, "DeferJob"), instance, job);
        command.Parameters.AddWithValue("state", state.ToString().ToLowerInvariant());
        command.Parameters.AddWithValue("not_before", notBefore.ToUniversalTime());
        command.Parameters.AddWithValue("anew", anew);
        command.Parameters.AddWithValue("error", NpgsqlDbType.Text, (object?)error ?? DBNull.Value);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <returns>False: it was stopped or taken over.</returns>
    public static async Task<bool> ReportAsync(
        MaintenanceDataSource database, string instance, ClaimedJob job, int done, int? total, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = One(Command(database, "ReportJob"), instance, job);
        command.Parameters.AddWithValue("done", done);
        command.Parameters.AddWithValue("total", NpgsqlDbType.Integer, (object?)total ?? DBNull.Value);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    private static NpgsqlCommand Command(MaintenanceDataSource database, string name) => database.Source.CreateCommand(Sql.Read($"Work/Queries/{name}"));

    private static NpgsqlCommand One(NpgsqlCommand command, string instance, ClaimedJob job)
    {
        command.Parameters.AddWithValue("owner", job.OwnerId);
        command.Parameters.AddWithValue("id", job.Id);
        command.Parameters.AddWithValue("attempts", job.Attempts);
        command.Parameters.AddWithValue("instance", instance);
        return command;
    }
}
