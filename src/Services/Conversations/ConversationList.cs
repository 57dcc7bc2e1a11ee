using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Summaries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Conversations;

/// <summary>Which conversations to list.</summary>
/// <param name="Title">A part of the title, in any case; null or blank: any.</param>
/// <param name="AgentId">Null: of any agent.</param>
/// <param name="State">In which part of their life.</param>
/// <param name="From">Active then or later.</param>
/// <param name="To">Active before then.</param>
public sealed record ConversationFilter(
    string? Title = null, Guid? AgentId = null, ConversationState State = ConversationState.Live, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <param name="ActiveAt">What the list is ordered by.</param>
/// <param name="MessageCount">Messages a reader sees.</param>
/// <param name="TotalTokens">Their tokens.</param>
public sealed record ListedConversation(
    Guid Id, string Title, Guid AgentId, string AgentName,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset ActiveAt, int MessageCount, long TotalTokens)
{
    public ConversationState State { get; init; }

    /// <summary>When it is archived, deleted or removed for good: set once notice was given, in the archive and in the trash.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool Pinned { get; init; }

    /// <summary>A hold keeps it.</summary>
    public bool Held { get; init; }

    /// <summary>Bytes of its rows.</summary>
    public long Bytes { get; init; }
}

/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record ConversationPage(IReadOnlyList<ListedConversation> Conversations, ConversationCursor? Next);

/// <summary>The current user's conversations, newest first; live ones, where nothing else is said. Reads within the caller's transaction.</summary>
public sealed class ConversationList(AppDbContext db)
{
    /// <param name="filter">Which ones.</param>
    /// <param name="after">The page before ended here; null: the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<ConversationPage> PageAsync(ConversationFilter filter, ConversationCursor? after, int limit, CancellationToken ct)
    {
        // One more than asked for tells whether there is a next page.
        var packed = await PackedAsync(filter, ct);
        var found = await Project(Matching(filter, after, packed)
            .OrderByDescending(c => c.ActiveAt).ThenByDescending(c => c.Id)
            .Take(limit + 1)).ToListAsync(ct);
        if (found.Count <= limit) return new ConversationPage(found, null);
        found.RemoveAt(limit);
        return new ConversationPage(found, new ConversationCursor(found[^1].ActiveAt, found[^1].Id));
    }

    /// <summary>Ids of all that match, in their order: each is met once, whatever becomes active meanwhile.</summary>
    /// <param name="filter">Null: all there are, in the archive and the trash too.</param>
    /// <param name="after">The last one of those before.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<IReadOnlyList<Guid>> IdsAsync(ConversationFilter? filter, Guid after, int limit, CancellationToken ct) =>
        await (await MatchingAsync(filter, ct)).Where(c => c.Id > after).OrderBy(c => c.Id).Select(c => c.Id).Take(limit).ToListAsync(ct);

    /// <summary>How many match.</summary>
    /// <inheritdoc cref="IdsAsync"/>
    public async Task<int> CountAsync(ConversationFilter? filter, CancellationToken ct) => await (await MatchingAsync(filter, ct)).CountAsync(ct);

    /// <returns>Null: no such conversation, or not this person's.</returns>
    public Task<ListedConversation?> FindAsync(Guid id, CancellationToken ct) =>
        Project(Mine().Where(c => c.Id == id)).FirstOrDefaultAsync(ct);

    /// <summary>The same, in the archive and the trash too.</summary>
    public Task<ListedConversation?> FindAnywhereAsync(Guid id, CancellationToken ct) =>
        Project(db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).Where(c => c.OwnerId == db.CurrentUser.RequiredId && c.Id == id))
            .FirstOrDefaultAsync(ct);

    /// <summary>How many live ones are about to end, up to <paramref name="most"/>.</summary>
    public Task<int> CountExpiringAsync(int most, CancellationToken ct) =>
        Mine().Where(c => c.ExpiresAt != null).Take(most).CountAsync(ct);

    private static readonly IReadOnlySet<Guid> NothingPacked = new HashSet<Guid>();

    private async Task<IReadOnlySet<Guid>> PackedAsync(ConversationFilter filter, CancellationToken ct) =>
        filter.State is ConversationState.Archived or ConversationState.Deleted && !string.IsNullOrWhiteSpace(filter.Title)
            ? await SummaryReader.PackedWithAsync(db, filter.Title.Trim(), ct)
            : NothingPacked;

    private async Task<IQueryable<Conversation>> MatchingAsync(ConversationFilter? filter, CancellationToken ct) => filter is null
        ? db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).Where(c => c.OwnerId == db.CurrentUser.RequiredId)
        : Matching(filter, null, await PackedAsync(filter, ct));

    private IQueryable<Conversation> Mine() => db.Conversations.Where(c => c.OwnerId == db.CurrentUser.RequiredId);

    private IQueryable<Conversation> Shared() =>
        from member in db.ConversationMembers
        where member.UserId == db.CurrentUser.RequiredId
        join conversation in db.Conversations on new { member.OwnerId, Id = member.ConversationId } equals new { conversation.OwnerId, conversation.Id }
        select conversation;

    private IQueryable<Conversation> In(ConversationState state)
    {
        var all = db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).Where(c => c.OwnerId == db.CurrentUser.RequiredId);
        return state switch
        {
            ConversationState.Expiring => Mine().Where(c => c.ExpiresAt != null),
            ConversationState.Archived => all.Where(c => c.ArchivedAt != null && c.DeletedAt == null),
            ConversationState.Deleted => all.Where(c => c.DeletedAt != null),
            ConversationState.Shared => Shared(),
            _ => Mine(),
        };
    }

    private IQueryable<Conversation> Matching(ConversationFilter filter, ConversationCursor? after, IReadOnlySet<Guid> packed)
    {
        var conversations = In(filter.State);
        if (after is not null)
        {
            conversations = conversations.Where(c => EF.Functions.LessThan(
                ValueTuple.Create(c.ActiveAt, c.Id), ValueTuple.Create(after.ActiveAt, after.Id)));
        }

        if (filter.AgentId is { } agent) conversations = conversations.Where(c => c.AgentId == agent);
        if (!string.IsNullOrWhiteSpace(filter.Title))
        {
            var pattern = $"%{Literally(filter.Title.Trim())}%";
            conversations = filter.State is ConversationState.Archived or ConversationState.Deleted
                ? conversations.Where(c => EF.Functions.ILike(c.Title, pattern, "\\") || packed.Contains(c.Id) || db.Summaries.Any(s =>
                    s.OwnerId == c.OwnerId && s.ConversationId == c.Id && EF.Functions.ILike(s.Content, pattern, "\\")))
                : conversations.Where(c => EF.Functions.ILike(c.Title, pattern, "\\"));
        }

        if (filter.From is { } from) conversations = conversations.Where(c => c.ActiveAt >= from);
        if (filter.To is { } to) conversations = conversations.Where(c => c.ActiveAt < to);

        return conversations;
    }

    private IQueryable<ListedConversation> Project(IQueryable<Conversation> conversations) =>
        from conversation in conversations
        join agent in db.Agents on conversation.AgentId equals agent.Id
        select new ListedConversation(
            conversation.Id, conversation.Title, agent.Id, agent.Name,
            conversation.CreatedAt, conversation.UpdatedAt, conversation.ActiveAt, conversation.MessageCount, conversation.TotalTokens)
        {
            State = conversation.OwnerId != db.CurrentUser.RequiredId ? ConversationState.Shared
                : conversation.DeletedAt != null ? ConversationState.Deleted
                : conversation.ArchivedAt != null ? ConversationState.Archived
                : conversation.ExpiresAt != null ? ConversationState.Expiring : ConversationState.Live,
            ExpiresAt = conversation.ExpiresAt,
            Pinned = conversation.PinnedAt != null,
            Held = conversation.Held,
            Bytes = conversation.Bytes,
        };

    private static string Literally(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
