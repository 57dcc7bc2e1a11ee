using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat.Queries;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Pages.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Reads what pages of a chat show: all of it, what one message changed, or only whether anything did. Each in one transaction.</summary>
public sealed class ChatReader(AppDbContext db, HeadReader head, TranscriptReader transcript, SidebarReader sidebar, IOptions<ConversationOptions> options)
{
    /// <summary>What a conversation's page is known by: one lookup, before anything of it is read.</summary>
    /// <returns>Null: no such live conversation, or not this person's.</returns>
    public async Task<string?> VersionAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return (await ConversationVersion.FindAsync(db, id, ct))?.Version;
    }

    /// <summary>What stands beside the transcript, and the transcript's version. A guest's list of conversations is read as the person themselves.</summary>
    public async Task<ChatFrame?> FrameAsync(Guid id, CancellationToken ct)
    {
        ConversationVersion? version;
        StorageQuota quota;
        await using (await db.Database.BeginTransactionAsync(ct))
        {
            version = await ConversationVersion.FindAsync(db, id, ct);
            if (version is null) return null;
            quota = db.CurrentUser.Guest is null ? await db.QuotaAsync(version.AgentId, ct) : new StorageQuota(0, 0, 0);
        }

        using var oneself = db.CurrentUser.AsOneself();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return new ChatFrame(version.Version, await sidebar.FirstAsync(id, ct), quota);
    }

    /// <param name="id">Of whomever the current user works for.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <param name="at">A message that has to be on the page; null: the newest.</param>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    public async Task<ChatView?> ReadAsync(Guid id, CancellationToken ct, int? at = null)
    {
        await using var transaction = await SnapshotAsync(ct);
        return await OpenAsync(id, at, anywhere: false, ct);
    }

    /// <summary>What stands on the page of a conversation that has not begun.</summary>
    public async Task<ChatFrame?> FrameOfNewAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agents = await AgentsAsync(ct);
        return new ChatFrame(
            string.Join(' ', agents.Select(a => $"{a}").Append($"{await WindowAsync(agents[0].Id, ct)}")), await sidebar.FirstAsync(null, ct), await db.QuotaAsync(agents[0].Id, ct));
    }

    /// <summary>The page of a conversation that has not begun, without the list beside it.</summary>
    public async Task<ChatView> ReadNewAsync(CancellationToken ct)
    {
        await using var transaction = await SnapshotAsync(ct);
        var agents = await AgentsAsync(ct);
        return new ChatView(
            null, null, agents[0].Name, new LogView([]),
            new TokenMeterView(0, options.Value.MaxContextTokens),
            new MessageCountView(0, await WindowAsync(agents[0].Id, ct)),
            new ComposerView(null, options.Value.MaxMessageLength) { Agents = agents },
            new ConversationsView([]))
        {
            Quota = await db.QuotaAsync(agents[0].Id, ct),
        };
    }

    /// <summary>A question, what came after it, and the figures around the transcript: what a page that shows the rest lacks.</summary>
    public async Task<ChatView?> ReadSinceAsync(Guid id, int question, CancellationToken ct)
    {
        await using var transaction = await SnapshotAsync(ct);
        return await head.OpenAsync(id, anywhere: false, ct) is { } open ? await head.ViewAsync(open, await transcript.SinceAsync(open, question, ct), ct) : null;
    }

    /// <summary>A conversation in the archive or the trash: nothing about it can be changed but by restoring it.</summary>
    public async Task<ChatView?> ReadToLookAtAsync(Guid id, CancellationToken ct, int? at = null)
    {
        await using var transaction = await SnapshotAsync(ct);
        if (await OpenAsync(id, at, anywhere: true, ct) is not { } view) return null;
        return view with
        {
            Log = view.Log with
            {
                Messages = [.. view.Log.Messages.Select(m => m with { IsFixed = true, IsNewest = false })],
                Summary = view.Log.Summary is { } summary ? summary with { IsFixed = true } : null,
            },
        };
    }

    /// <summary>The id of the newest conversation.</summary>
    public async Task<Guid?> NewestAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Conversations.Where(c => c.OwnerId == db.CurrentUser.RequiredId)
            .OrderByDescending(c => c.ActiveAt).ThenByDescending(c => c.Id)
            .Select(c => (Guid?)c.Id)
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>A message that the person wrote.</summary>
    /// <returns>Null: there is none in sight with this number.</returns>
    public async Task<string?> QuestionAsync(Guid id, int seq, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await transcript.FindAsync(id, seq, ct) is { Role: MessageRole.User } found ? found.Content : null;
    }

    // All reads see one moment: a reply that ends between two of them would be neither running nor there.
    private Task<IDbContextTransaction> SnapshotAsync(CancellationToken ct) => db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    // Those that take conversations, the usual one first; if there is none, the page says so once somebody writes.
    private async Task<IReadOnlyList<AgentChoice>> AgentsAsync(CancellationToken ct)
    {
        var agents = await db.Agents.Where(a => a.RetiredAt == null)
            .OrderByDescending(a => a.Id == Agent.DefaultId).ThenBy(a => a.Name)
            .Select(a => new AgentChoice(a.Id, a.Name))
            .ToListAsync(ct);
        return agents.Count > 0 ? agents : [new AgentChoice(Agent.DefaultId, "Assistant")];
    }

    private Task<int?> WindowAsync(Guid agent, CancellationToken ct) =>
        db.ResolvedPolicies.Where(p => p.AgentId == agent).Select(p => p.WindowMessages).SingleOrDefaultAsync(ct);

    private async Task<ChatView?> OpenAsync(Guid id, int? at, bool anywhere, CancellationToken ct)
    {
        if (await head.OpenAsync(id, anywhere, ct) is not { } open) return null;
        var view = await head.ViewAsync(open, await transcript.ReadAsync(open, at, ct), ct);
        return anywhere ? view : view with { Version = (await ConversationVersion.FindAsync(db, id, ct))?.Version ?? "" };
    }
}
