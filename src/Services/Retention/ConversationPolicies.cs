using System.Globalization;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Retention;

/// <summary>What people set for single conversations of their own, where nothing wider is locked.</summary>
public sealed class ConversationPolicies(AppDbContext db, TimeProvider clock)
{
    /// <returns>Null: nothing is set.</returns>
    public async Task<ConversationPolicy?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await Mine(id).AsNoTracking().SingleOrDefaultAsync(ct);
    }

    /// <summary>Sets fields of <see cref="PolicyFields.OfConversations"/>. A smaller window counts from the next message on.</summary>
    /// <param name="id">A live conversation of the signed-in person.</param>
    /// <param name="values">By column; null: what the wider policy says. What is not in it stays, and so does what is locked.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="ProblemException">There is no such conversation.</exception>
    /// <exception cref="PolicyException">A value will not do.</exception>
    public async Task SaveAsync(Guid id, IReadOnlyDictionary<string, string?> values, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Conversations.AnyAsync(c => c.OwnerId == owner && c.Id == id, ct)) throw ProblemException.NoConversation();
        var holds = await db.PolicyOf(owner, id).SingleAsync(ct);
        var stored = await Mine(id).SingleOrDefaultAsync(ct);
        var policy = stored ?? new ConversationPolicy { OwnerId = owner, ConversationId = id };
        Set(policy, values, holds);

        policy.UpdatedBy = owner;
        policy.UpdatedAt = clock.GetUtcNow();
        var isEmpty = PolicyFields.All.All(f => f.Get(policy) is null);
        if (stored is null && !isEmpty) db.ConversationPolicies.Add(policy);
        if (stored is not null && isEmpty) db.ConversationPolicies.Remove(stored);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static void Set(ConversationPolicy policy, IReadOnlyDictionary<string, string?> values, ResolvedPolicy holds)
    {
        var problems = new List<PolicyProblem>();
        foreach (var field in PolicyFields.OfConversations.Where(f => values.ContainsKey(f.Column) && !holds.Locked.Contains(f.Column)))
        {
            if (Validate(field, values[field.Column], holds) is { } refusal) problems.Add(new(field.Column, refusal));
            else field.Set(policy, values[field.Column]);
        }

        if (problems.Count > 0) throw new PolicyException(problems);
    }

    private static string? Validate(PolicyField field, string? value, ResolvedPolicy holds)
    {
        if (value is null) return null;
        if (field.Validate(value) is { } refusal) return refusal;
        return field == PolicyFields.Ttl && int.Parse(value, CultureInfo.InvariantCulture) is > 0 and var days && days < holds.NoticeDays
            ? $"You are told {holds.NoticeDays} days before the end, so it has to live at least as long."
            : null;
    }

    private IQueryable<ConversationPolicy> Mine(Guid id) =>
        db.ConversationPolicies.Where(p => p.OwnerId == db.CurrentUser.RequiredId && p.ConversationId == id);
}
