using System.Text.Json;
using ConversationMemory.Data.Work;
using Microsoft.EntityFrameworkCore;
using Queue = ConversationMemory.Data.Work.Queries.JobQueue;

namespace ConversationMemory.Services.Work;

/// <summary>Asks for work beside requests. A job is added in the transaction that makes it necessary and announced after the commit.</summary>
public sealed class JobQueue(WakeUps wakeUps, TimeProvider clock)
{
    /// <summary>Within the context's transaction.</summary>
    /// <param name="subject">What it is about; if there is a job of this kind for it already, that one will do.</param>
    /// <param name="payload">What else its handler has to know, as JSON; never what somebody wrote.</param>
    /// <returns>True: it was added.</returns>
    public Task<bool> AddAsync(DbContext db, JobKind kind, Guid owner, Guid subject, object? payload, CancellationToken ct) =>
        AddAsync(db, kind, owner, subject, payload, anew: false, ct);

    /// <summary>The same where a person asks for it now: one that was given up is tried again at once.</summary>
    public Task<bool> AddAnewAsync(DbContext db, JobKind kind, Guid owner, Guid subject, object? payload, CancellationToken ct) =>
        AddAsync(db, kind, owner, subject, payload, anew: true, ct);

    /// <summary>Within the context's transaction.</summary>
    public static Task CancelAsync(DbContext db, JobKind kind, Guid owner, Guid subject, CancellationToken ct) => Queue.CancelAsync(db, owner, kind.Name, subject, ct);

    /// <summary>After the commit: something can be done.</summary>
    public void Announce() => wakeUps.Send(WakeUpTopics.Jobs);

    /// <summary>After the commit: something is to be stopped.</summary>
    public void AnnounceCancelled() => wakeUps.Send(WakeUpTopics.CancelledJobs);

    private Task<bool> AddAsync(DbContext db, JobKind kind, Guid owner, Guid subject, object? payload, bool anew, CancellationToken ct)
    {
        var json = payload is null ? null : JsonSerializer.Serialize(payload, JobPayload.Options);
        return Queue.AddAsync(db, new Job { OwnerId = owner, Kind = kind.Name, Subject = subject, Payload = json }, anew, clock.GetUtcNow(), ct);
    }
}
