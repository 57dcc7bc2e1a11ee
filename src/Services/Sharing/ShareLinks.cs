using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Sharing;

/// <summary>A link as its owner's list shows it.</summary>
/// <param name="ThroughSeq">Null: also what comes.</param>
/// <param name="Token">Null: it cannot be shown again.</param>
public sealed record ListedLink(
    Guid Id, Guid ConversationId, string Title, ShareKind Kind, int FromSeq, int? ThroughSeq, bool WithTools, bool HasPassphrase,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, int Views, DateTimeOffset? ViewedAt, string? Token)
{
    public bool Works(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}

/// <summary>The links of the current user, each to a part of a conversation of their own.</summary>
public sealed class ShareLinks(AppDbContext db, SharedMessages messages, ShareSecrets secrets, TimeProvider clock)
{
    private const int MostAtOnce = 500;

    // An ended link is listed for so long, so that its owner can see that it has ended.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>The conversation as a link to all of it would show it, to choose from.</summary>
    /// <returns>Null: there is no such conversation of the current user.</returns>
    public async Task<SharedConversation?> PreviewAsync(Guid conversationId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if (!await db.Conversations.AnyAsync(c => c.OwnerId == Owner && c.Id == conversationId, ct)) return null;
        var everything = new ShareLink { TokenProtected = "", Title = "", FromSeq = 1 };
        return await messages.ReadAsync(conversationId, everything, ct);
    }

    /// <exception cref="SharingException">The terms will not do.</exception>
    /// <exception cref="ProblemException">There is no such conversation of the current user.</exception>
    public async Task<ListedLink> MakeAsync(Guid conversationId, ShareTerms terms, CancellationToken ct)
    {
        var wanted = terms.Checked();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var conversation = await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.OwnerId == Owner && c.Id == conversationId, ct)
            ?? throw ProblemException.NoConversation();
        var token = ShareToken.New();
        var link = Link(conversation, wanted, token);
        if (wanted.Kind == ShareKind.Snapshot) link.Data = await SnapshotAsync(link, ct);
        await ForgetAsync(ct);
        db.ShareLinks.Add(link);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Listed(link, conversation.Title);
    }

    /// <param name="conversationId">Of this conversation only; null: all.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>The newest first, also those that have ended of late.</returns>
    public async Task<IReadOnlyList<ListedLink>> ListAsync(Guid? conversationId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var since = clock.GetUtcNow() - Remembered;
        var found = await (
            from l in db.ShareLinks
            join c in db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]) on new { l.OwnerId, Id = l.ConversationId } equals new { c.OwnerId, c.Id }
            where l.OwnerId == Owner && (conversationId == null || l.ConversationId == conversationId)
                && l.ExpiresAt > since && (l.RevokedAt == null || l.RevokedAt > since)
            orderby l.Id descending
            select new ListedLink(
                l.Id, l.ConversationId, c.Title, l.Kind, l.FromSeq, l.ThroughSeq, l.WithTools, l.PassphraseHash != null,
                l.CreatedAt, l.ExpiresAt, l.RevokedAt, l.Views, l.ViewedAt, l.TokenProtected))
            .Take(MostAtOnce).ToListAsync(ct);
        return found.ConvertAll(link => link with { Token = secrets.Unprotect(link.Token!) });
    }

    /// <summary>Ends a link at once. What a snapshot held is gone with it.</summary>
    /// <returns>False: there is no such link, or it has ended.</returns>
    public async Task<bool> RevokeAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var revoked = await One(id).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.RevokedAt, now).SetProperty(l => l.Data, l => l.Data == null ? null : Array.Empty<byte>()), ct);
        await transaction.CommitAsync(ct);
        return revoked > 0;
    }

    /// <summary>Lets a link live so many days from now.</summary>
    /// <returns>False: there is no such link, or it was revoked.</returns>
    public async Task<bool> ExtendAsync(Guid id, int days, CancellationToken ct)
    {
        new ShareTerms(Days: days).Checked();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var end = clock.GetUtcNow() + TimeSpan.FromDays(days);
        var extended = await One(id).ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, end), ct);
        await transaction.CommitAsync(ct);
        return extended > 0;
    }

    private Guid Owner => db.CurrentUser.RequiredId;

    private IQueryable<ShareLink> One(Guid id) => db.ShareLinks.Where(l => l.OwnerId == Owner && l.Id == id && l.RevokedAt == null);

    private Task<int> ForgetAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Remembered;
        return db.ShareLinks.Where(l => l.OwnerId == Owner && (l.ExpiresAt < since || l.RevokedAt < since)).ExecuteDeleteAsync(ct);
    }

    private async Task<byte[]> SnapshotAsync(ShareLink link, CancellationToken ct)
    {
        var shared = await messages.ReadAsync(link.ConversationId, link, ct) ?? throw ProblemException.NoConversation();
        return shared.Messages.Count > 0
            ? shared.Pack()
            : throw new SharingException("nothing_to_share", "There is no message in this part of the conversation. Choose another part, or a live link.");
    }

    private ShareLink Link(Conversation conversation, ShareTerms terms, string token) => new()
    {
        OwnerId = Owner,
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        ConversationId = conversation.Id,
        TokenHash = ShareToken.Hash(token)!,
        TokenProtected = secrets.Protect(token),
        Kind = terms.Kind,
        Title = conversation.Title,
        FromSeq = terms.FromSeq ?? 1,
        ThroughSeq = terms.ThroughSeq ?? (terms.Kind == ShareKind.Snapshot ? conversation.LastSeq : null),
        WithTools = terms.WithTools,
        PassphraseHash = terms.Passphrase is { } words ? ShareSecrets.Hash(words) : null,
        CreatedAt = clock.GetUtcNow(),
        ExpiresAt = clock.GetUtcNow() + TimeSpan.FromDays(terms.Days),
    };

    private ListedLink Listed(ShareLink l, string title) => new(
        l.Id, l.ConversationId, title, l.Kind, l.FromSeq, l.ThroughSeq, l.WithTools, l.PassphraseHash is not null,
        l.CreatedAt, l.ExpiresAt, l.RevokedAt, l.Views, l.ViewedAt, secrets.Unprotect(l.TokenProtected));
}
