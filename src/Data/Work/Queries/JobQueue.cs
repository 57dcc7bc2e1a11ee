using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace ConversationMemory.Data.Work.Queries;

/// <summary>Adds and cancels jobs within the transaction that makes them necessary, so that neither is there without the other.</summary>
public static class JobQueue
{
    /// <param name="db">Within a transaction, of the owner or of maintenance.</param>
    /// <param name="job">What is to be done; a job of its kind and subject that is there already will do.</param>
    /// <param name="anew">One that was given up is tried again at once; else only when that was an hour ago.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Ends the command.</param>
    /// <returns>True: it was added. Wake the runner after the commit.</returns>
    public static async Task<bool> AddAsync(DbContext db, Job job, bool anew, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Work/Queries/AddJob");
        command.Parameters.AddWithValue("owner", job.OwnerId);
        command.Parameters.AddWithValue("id", job.Id);
        command.Parameters.AddWithValue("kind", job.Kind);
        command.Parameters.AddWithValue("subject", job.Subject);
        command.Parameters.AddWithValue("payload", NpgsqlDbType.Text, (object?)job.Payload ?? DBNull.Value);
        command.Parameters.AddWithValue("not_before", (job.NotBefore > now ? job.NotBefore : now).ToUniversalTime());
        command.Parameters.AddWithValue("anew", anew);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Takes a job back. Wake the runner after the commit: somebody may be working on it.</summary>
    public static async Task CancelAsync(DbContext db, Guid owner, string kind, Guid subject, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Work/Queries/CancelJob");
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("kind", kind);
        command.Parameters.AddWithValue("subject", subject);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Has one that was given up tried again from the beginning, or recurring work done now.</summary>
    /// <returns>False: there is none any more.</returns>
    public static async Task<bool> RetryAsync(DbContext db, Guid owner, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Work/Queries/RetryJob");
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        command.Parameters.AddWithValue("system", Job.System);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Removes one that was given up.</summary>
    /// <returns>False: there is none any more.</returns>
    public static async Task<bool> RemoveDeadAsync(DbContext db, Guid owner, Guid id, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Work/Queries/RemoveDeadJob");
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("id", id);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }
}
