using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Conversations.Queries;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Conversations;

/// <summary>Moves the current user's conversations through their life: see docs/retention.md.</summary>
public sealed class ConversationLifecycle(AppDbContext db, ReplyRunner runner, HoldGuard holds, TimeProvider clock)
{
    /// <summary>Changes one conversation.</summary>
    /// <exception cref="ProblemException">There is no such conversation, a hold keeps it, or the policy does not allow it.</exception>
    public async Task ChangeAsync(Guid id, ConversationChange change, CancellationToken ct)
    {
        if (await TryChangeAsync(id, change, ct) is { } problem) throw problem;
    }

    /// <summary>Changes many; what cannot be changed stays as it is.</summary>
    /// <returns>The ones that were changed, and why others were not.</returns>
    public async Task<ConversationChanges> ChangeAsync(IEnumerable<Guid> ids, ConversationChange change, CancellationToken ct)
    {
        var done = new List<Guid>();
        var problems = new List<string>();
        foreach (var id in ids.Distinct())
        {
            if (await TryChangeAsync(id, change, ct) is { } problem) problems.Add(problem.Message);
            else done.Add(id);
        }

        return new ConversationChanges(done, [.. problems.Distinct()]);
    }

    private async Task<ProblemException?> TryChangeAsync(Guid id, ConversationChange change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await One(id).AsNoTracking().SingleOrDefaultAsync(ct) is not { } conversation) return ProblemException.NoConversation();
        if (conversation.Held && change is ConversationChange.Delete or ConversationChange.Remove && await HeldAsync(conversation, change, ct) is { } held) return held;
        var policy = await db.PolicyOf(Owner, id).AsNoTracking().SingleAsync(ct);
        var problem = await ApplyAsync(conversation, change, policy, ct);
        if (problem is not null) return problem;
        await transaction.CommitAsync(ct);
        if (change is ConversationChange.Delete or ConversationChange.Archive) runner.AbandonAll(Owner, id);
        return null;
    }

    private Task<ProblemException?> ApplyAsync(Conversation conversation, ConversationChange change, ResolvedPolicy policy, CancellationToken ct) => change switch
    {
        ConversationChange.Delete => DeleteAsync(conversation, policy, ct),
        ConversationChange.Remove => RemoveAsync(conversation, ct),
        ConversationChange.Restore => RestoreAsync(conversation, policy, ct),
        ConversationChange.Archive => ArchiveAsync(conversation, policy, ct),
        ConversationChange.Extend => ExtendAsync(conversation, policy, ct),
        _ => PinAsync(conversation, change == ConversationChange.Pin, policy, ct),
    };

    private async Task<ProblemException?> DeleteAsync(Conversation conversation, ResolvedPolicy policy, CancellationToken ct)
    {
        if (conversation.DeletedAt is not null) return ProblemException.NoConversation();
        var now = clock.GetUtcNow();
        DateTimeOffset? end = now + Days(policy.TrashDays);
        var ending = Ending("person", conversation);
        await GiveUpRepliesAsync(conversation.Id, ct);
        await One(conversation.Id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.DeletedAt, now).SetProperty(c => c.ExpiresAt, end).SetProperty(c => c.Ending, ending), ct);
        if (policy.TrashDays == 0) await RemoveForGoodAsync(conversation, ct);
        return null;
    }

    private async Task<ProblemException?> RemoveAsync(Conversation conversation, CancellationToken ct)
    {
        if (conversation.DeletedAt is null) return ProblemException.NoConversation();
        await RemoveForGoodAsync(conversation, ct);
        return null;
    }

    private Task<int> RemoveForGoodAsync(Conversation conversation, CancellationToken ct) =>
        RemoveConversations.RunAsync(db, Owner, [conversation.Id], "person", "person", "{}", ct);

    // It lives another full term, or it would be given notice at once.
    private async Task<ProblemException?> RestoreAsync(Conversation conversation, ResolvedPolicy policy, CancellationToken ct)
    {
        if (conversation.DeletedAt is null && conversation.ArchivedAt is null) return ProblemException.NoConversation();
        var kept = KeptUntil(conversation, policy);
        await One(conversation.Id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.DeletedAt, (DateTimeOffset?)null).SetProperty(c => c.ArchivedAt, (DateTimeOffset?)null)
            .SetProperty(c => c.ExpiresAt, (DateTimeOffset?)null).SetProperty(c => c.NoticedAt, (DateTimeOffset?)null)
            .SetProperty(c => c.Ending, (string?)null).SetProperty(c => c.KeptUntil, kept), ct);
        return null;
    }

    private async Task<ProblemException?> ArchiveAsync(Conversation conversation, ResolvedPolicy policy, CancellationToken ct)
    {
        if (conversation.DeletedAt is not null || conversation.ArchivedAt is not null) return ProblemException.NoConversation();
        var now = clock.GetUtcNow();
        DateTimeOffset? end = policy.ArchiveDays > 0 ? now + Days(policy.ArchiveDays) : null;
        var ending = Ending("person", conversation);
        await GiveUpRepliesAsync(conversation.Id, ct);
        await One(conversation.Id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.ArchivedAt, now).SetProperty(c => c.ExpiresAt, end).SetProperty(c => c.NoticedAt, (DateTimeOffset?)null)
            .SetProperty(c => c.Ending, ending), ct);
        return null;
    }

    private async Task<ProblemException?> ExtendAsync(Conversation conversation, ResolvedPolicy policy, CancellationToken ct)
    {
        if (conversation.DeletedAt is not null || conversation.ArchivedAt is not null) return ProblemException.NoConversation();
        if (!policy.AllowExtend) return new ProblemException(ProblemKind.NotAllowed, "The retention policy does not allow extending. Export the conversation to keep it.");
        var kept = KeptUntil(conversation, policy);
        await One(conversation.Id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.KeptUntil, kept).SetProperty(c => c.ExpiresAt, (DateTimeOffset?)null).SetProperty(c => c.NoticedAt, (DateTimeOffset?)null), ct);
        return null;
    }

    private async Task<ProblemException?> PinAsync(Conversation conversation, bool pin, ResolvedPolicy policy, CancellationToken ct)
    {
        if (conversation.DeletedAt is not null || conversation.ArchivedAt is not null) return ProblemException.NoConversation();
        if (pin && !policy.AllowPin) return new ProblemException(ProblemKind.NotAllowed, "The retention policy does not allow pinning. Export the conversation to keep it.");
        DateTimeOffset? since = pin ? conversation.PinnedAt ?? clock.GetUtcNow() : null;
        await One(conversation.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.PinnedAt, since), ct);
        if (!pin) return null;
        await One(conversation.Id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.ExpiresAt, (DateTimeOffset?)null).SetProperty(c => c.NoticedAt, (DateTimeOffset?)null), ct);
        return null;
    }

    private async Task<ProblemException?> HeldAsync(Conversation conversation, ConversationChange change, CancellationToken ct)
    {
        await holds.PreventedAsync($"conversation.{change.ToString().ToLowerInvariant()}", Owner, conversation.Id, ct);
        return new ProblemException(ProblemKind.OnHold,
            "This conversation is on hold: an administrator has to keep it for now, so it cannot be deleted. Ask them why, and until when.");
    }

    // First of all: a reply that ends takes its own row, then the conversation's, and must not meet us the other way.
    private Task<int> GiveUpRepliesAsync(Guid id, CancellationToken ct) =>
        db.Replies.Where(r => r.OwnerId == Owner && r.ConversationId == id).ExecuteDeleteAsync(ct);

    private DateTimeOffset? KeptUntil(Conversation conversation, ResolvedPolicy policy) =>
        policy.TtlDays > 0 ? clock.GetUtcNow() + Days(policy.TtlDays) : conversation.KeptUntil;

    private IQueryable<Conversation> One(Guid id) =>
        db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).Where(c => c.OwnerId == Owner && c.Id == id);

    // The sweep writes the same in migrations/sql/retention/sweep.sql.
    private static string Ending(string cause, Conversation conversation) =>
        JsonSerializer.Serialize(new { cause, layer = "person", last_active = conversation.ActiveAt });

    private static TimeSpan Days(int days) => TimeSpan.FromHours(24 * days);

    private Guid Owner => db.CurrentUser.RequiredId;
}
