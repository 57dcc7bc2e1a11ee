using System.Globalization;
using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Messages;

/// <summary>What the current person holds, by the ledger, which is about a minute behind; and what the policy allows.</summary>
/// <param name="Bytes">All of the person's conversations, in the archive and the trash too.</param>
/// <param name="SoftMegabytes">From where on the person is told; 0: never.</param>
/// <param name="HardMegabytes">From where on nothing new is taken; 0: no limit.</param>
public sealed record StorageQuota(long Bytes, int SoftMegabytes, int HardMegabytes)
{
    private const long Megabyte = 1_000_000;

    /// <summary>Nothing new is taken.</summary>
    public bool IsFull => HardMegabytes > 0 && Bytes >= HardMegabytes * Megabyte;

    /// <summary>The person is told.</summary>
    public bool IsNear => IsFull || (SoftMegabytes > 0 && Bytes >= SoftMegabytes * Megabyte);

    public string Megabytes => (Bytes / (double)Megabyte).ToString("0.0", CultureInfo.InvariantCulture);
}

public static class StorageQuotas
{
    /// <summary>The quota where an agent's policy holds: two rows by their keys.</summary>
    /// <param name="db">Within a transaction, whose person it is about.</param>
    /// <param name="agent">The agent of the conversation.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<StorageQuota> QuotaAsync(this AppDbContext db, Guid agent, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        return await db.ResolvedPolicies.Where(p => p.AgentId == agent)
            .Select(p => new StorageQuota(
                p.QuotaSoftMegabytes + p.QuotaHardMegabytes == 0 ? 0 : db.Usage.Where(u => u.OwnerId == owner).Sum(u => u.Bytes),
                p.QuotaSoftMegabytes, p.QuotaHardMegabytes))
            .SingleOrDefaultAsync(ct) ?? new StorageQuota(0, 0, 0);
    }

    /// <summary>Before anything is added to a conversation with that agent.</summary>
    /// <exception cref="ProblemException">The person holds all that the policy allows.</exception>
    public static async Task RequireRoomAsync(this AppDbContext db, Guid agent, CancellationToken ct)
    {
        var quota = await db.QuotaAsync(agent, ct);
        if (quota.IsFull && db.CurrentUser.Guest is not null)
            throw new ProblemException(ProblemKind.QuotaExceeded, "The owner of this conversation holds as much as is allowed. Ask them to make room; your text is still here.");
        if (quota.IsFull) throw ProblemException.QuotaExceeded(quota.Megabytes, quota.HardMegabytes);
    }
}
