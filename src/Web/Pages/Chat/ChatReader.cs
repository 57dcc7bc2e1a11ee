using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Services.Text.Rendering;
using ConversationMemory.Web.Pages.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Reads what the chat page shows, in one transaction.</summary>
public sealed class ChatReader(AppDbContext db, MessageReader reader, SidebarReader sidebar, IOptions<ConversationOptions> options)
{
    // With an unlimited window the page still has to end somewhere; older messages are a page back.
    private const int MostMessages = 200;

    // Of a message that a search found, on each side.
    private const int Neighbours = 20;

    /// <param name="id">Null: the page of a conversation that has not begun.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    /// <param name="at">A message that has to be on the page; null: the newest.</param>
    public async Task<ChatView?> ReadAsync(Guid? id, CancellationToken ct, int? at = null)
    {
        if (id is not null && db.CurrentUser.Guest is not null) return await ReadAsGuestAsync(id.Value, at, ct);
        await using var transaction = await SnapshotAsync(ct);
        var conversations = await sidebar.FirstAsync(id, ct);
        if (id is null) return await NewAsync(conversations, ct);
        var view = await OpenAsync(id.Value, ct, at: at);
        return view is null ? null : view with { Conversations = conversations };
    }

    /// <summary>The conversation alone, for answers that leave the list of conversations as it is.</summary>
    public async Task<ChatView?> ReadConversationAsync(Guid id, CancellationToken ct, int? at = null)
    {
        await using var transaction = await SnapshotAsync(ct);
        return await OpenAsync(id, ct, at: at);
    }

    /// <summary>A conversation in the archive or the trash: nothing about it can be changed but by restoring it.</summary>
    public async Task<ChatView?> ReadToLookAtAsync(Guid id, CancellationToken ct, int? at = null)
    {
        await using var transaction = await SnapshotAsync(ct);
        var view = await OpenAsync(id, ct, anywhere: true, at: at);
        if (view is null) return null;
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
        return await db.Conversations.Where(c => c.OwnerId == Owner)
            .OrderByDescending(c => c.ActiveAt).ThenByDescending(c => c.Id)
            .Select(c => (Guid?)c.Id)
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>A message that the person wrote.</summary>
    /// <returns>Null: there is none in sight with this number.</returns>
    public async Task<string?> QuestionAsync(Guid id, int seq, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var conversation = await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.OwnerId == Owner && c.Id == id, ct);
        return conversation is not null && await reader.FindAsync(conversation, seq, ct) is { Role: MessageRole.User } found ? found.Content : null;
    }

    // The conversation is read as its owner's guest, and the list beside it as the person themselves.
    private async Task<ChatView?> ReadAsGuestAsync(Guid id, int? at, CancellationToken ct)
    {
        if (await ReadConversationAsync(id, ct, at) is not { } view) return null;
        using var oneself = db.CurrentUser.AsOneself();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return view with { Conversations = await sidebar.FirstAsync(id, ct) };
    }

    // All reads see one moment: a reply that ends between two of them would be neither running nor there.
    private Task<IDbContextTransaction> SnapshotAsync(CancellationToken ct) => db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    private Guid Owner => db.CurrentUser.RequiredId;

    private async Task<ChatView> NewAsync(ConversationsView conversations, CancellationToken ct)
    {
        var agents = await db.Agents.Where(a => a.RetiredAt == null)
            .OrderByDescending(a => a.Id == Agent.DefaultId).ThenBy(a => a.Name)
            .Select(a => new AgentChoice(a.Id, a.Name))
            .ToListAsync(ct);
        return new ChatView(
            null, null, agents.FirstOrDefault()?.Name ?? "Assistant", new LogView([]),
            new TokenMeterView(0, options.Value.MaxContextTokens),
            new MessageCountView(0, await WindowAsync(agents.FirstOrDefault()?.Id ?? Agent.DefaultId, ct)),
            new ComposerView(null, options.Value.MaxMessageLength) { Agents = agents },
            conversations)
        {
            Quota = await db.QuotaAsync(agents.FirstOrDefault()?.Id ?? Agent.DefaultId, ct),
        };
    }

    private async Task<ChatView?> OpenAsync(Guid id, CancellationToken ct, bool anywhere = false, int? at = null)
    {
        var open = await (
            from c in anywhere ? db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]) : db.Conversations
            join a in db.Agents on c.AgentId equals a.Id
            where c.OwnerId == Owner && c.Id == id
            select new { Conversation = c, Agent = a }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (open is null) return null;
        var messages = await reader.NewestAsync(open.Conversation, MostMessages, ct);
        var around = at is { } seq && !messages.Exists(m => m.Seq == seq) ? await AroundAsync(open.Conversation, seq, ct) : [];
        var people = await PeopleAsync(around.Count > 0 ? around : messages, ct);
        var views = Views(around.Count > 0 ? around : messages, open.Agent.Name, people);
        var summary = await SummaryReader.CurrentAsync(db, id, ct);
        var replies = await db.Replies.Where(r => r.OwnerId == Owner && r.ConversationId == id)
            .OrderByDescending(r => r.UserSeq).AsNoTracking().ToListAsync(ct);
        var reply = replies.FirstOrDefault();
        var policy = await db.PolicyOf(Owner, id).AsNoTracking().SingleAsync(ct);
        var role = await RoleAsync(id, ct);
        var isShared = role != ConversationRole.Owner || await db.ConversationMembers.AnyAsync(m => m.OwnerId == Owner && m.ConversationId == id, ct);
        var isMine = reply is not null && (role == ConversationRole.Owner || messages.Any(m => m.Seq == reply.UserSeq && m.AuthorId == db.CurrentUser.Id));
        return new ChatView(
            id,
            open.Conversation.Title,
            open.Agent.Name,
            new LogView(
                views,
                summary is null ? null : View(summary) with { IsFixed = role != ConversationRole.Owner },
                reply is null ? null : new ReplyView(id, reply.UserSeq, open.Agent.Name, new StreamingMarkdown().Next(reply.Text)),
                open.Conversation.PrunedCount)
            {
                IsFound = at is not null,
                Newest = around.Count == 0 ? null : $"/{(anywhere ? $"conversations/{id}/read" : $"chat/{id}")}",
            },
            Meter(open.Conversation, open.Agent, messages, summary, ToolTokens(views), options.Value.MaxContextTokens),
            new MessageCountView(open.Conversation.MessageCount + open.Conversation.PrunedCount, policy.WindowMessages),
            new ComposerView(id, options.Value.MaxMessageLength, isMine ? reply!.UserSeq : null),
            new ConversationsView([]))
        {
            Role = role,
            SharedBy = role == ConversationRole.Owner ? null : people.OfAccount(Owner),
            IsShared = isShared,
            Lifetime = role == ConversationRole.Owner ? LifetimeView.Of(open.Conversation, policy) : null,
            Version = VersionOf(open.Conversation, open.Agent, summary, replies, $"{role}{isShared}"),
            Quota = role == ConversationRole.Owner ? await db.QuotaAsync(open.Agent.Id, ct) : new StorageQuota(0, 0, 0),
        };
    }

    // A message that is not among the newest, with what was said before and after it.
    private async Task<List<Message>> AroundAsync(Conversation conversation, int seq, CancellationToken ct)
    {
        var messages = await reader.BeforeAsync(conversation, seq > int.MaxValue - Neighbours ? int.MaxValue : seq + Neighbours, 2 * Neighbours, ct);
        return messages.Exists(m => m.Seq == seq) ? messages : [];
    }

    private Task<int?> WindowAsync(Guid agent, CancellationToken ct) =>
        db.ResolvedPolicies.Where(p => p.AgentId == agent).Select(p => p.WindowMessages).SingleOrDefaultAsync(ct);

    // A guest is told the owner's name, and everybody the names of members who wrote.
    private Task<MessageAuthors> PeopleAsync(List<Message> messages, CancellationToken ct) =>
        db.CurrentUser.Guest is null || messages.Exists(MessageAuthors.IsByAnother)
            ? reader.AuthorsAsync(messages, ct)
            : reader.NameAsync(Owner, ct);

    private async Task<ConversationRole> RoleAsync(Guid id, CancellationToken ct)
    {
        if (db.CurrentUser.Guest?.MemberId is not { } member) return ConversationRole.Owner;
        var writes = await db.ConversationMembers.AnyAsync(
            m => m.OwnerId == Owner && m.ConversationId == id && m.UserId == member && m.Role == MemberRole.Writer, ct);
        return writes ? ConversationRole.Writer : ConversationRole.Reader;
    }

    private List<MessageView> Views(List<Message> messages, string agent, MessageAuthors people)
    {
        var newestQuestion = messages.FindLast(m => m.Role == MessageRole.User);
        return [.. messages.Select(m => View(m, agent, people, newestQuestion))];
    }

    private MessageView View(Message message, string agent, MessageAuthors people, Message? newestQuestion) => new()
    {
        ConversationId = message.ConversationId,
        Seq = message.Seq,
        Role = message.Role,
        Status = message.Status,
        Author = message.Role switch { MessageRole.User => IsMine(message) ? "You" : people.Of(message) ?? AuthorNames.Former, MessageRole.Assistant => agent, MessageRole.System => "System", _ => "Tool" },
        At = message.CreatedAt,
        Body = message.Role == MessageRole.User ? SafeMarkdown.TypedToHtml(message.Content) : SafeMarkdown.ToHtml(message.Content),
        ReplyTo = message.ReplyTo,
        ToolCalls = message.ToolCalls ?? [],
        Context = ContextDetails.From(message.Context),
        Error = message.Error,
        Pinned = message.Pinned,
        IsFixed = db.CurrentUser.Guest is not null,
        // Its owner edits their own question; a reply is had again by the owner, or by who asked.
        IsNewest = newestQuestion is not null
            && ((message.Seq == newestQuestion.Seq && db.CurrentUser.Guest is null && IsMine(message))
                || (message.ReplyTo == newestQuestion.Seq && (db.CurrentUser.Guest is null || IsMine(newestQuestion)))),
    };

    private bool IsMine(Message message) => (message.AuthorId ?? message.OwnerId) == db.CurrentUser.Id && ImportedAuthor.Of(message) is null;

    private static SummaryView View(Summary summary) => new(
        summary.ConversationId, summary.Version, summary.FromSeq, summary.ThroughSeq, summary.Source, summary.CreatedAt,
        SafeMarkdown.ToHtml(summary.Content));

    /// <summary>What the next context would hold: prompt, summary, and the messages it does not cover.</summary>
    private static TokenMeterView Meter(
        Conversation conversation, Agent agent, List<Message> messages, Summary? summary, int tools, int defaultBudget) => new(
        MessageTokens.Of(agent.SystemPrompt) + tools + (summary?.Tokens ?? 0)
            + messages.Where(m => m.Seq > conversation.SummarySeq).Sum(m => (long)m.Tokens + 4),
        agent.ContextBudget ?? defaultBudget);

    // The tools an agent has seldom change: what their descriptions took the last time, they will take the next.
    private static int ToolTokens(List<MessageView> messages) => messages.FindLast(m => m.Context is not null)?.Context?.Tools ?? 0;

    private static string VersionOf(Conversation conversation, Agent agent, Summary? summary, List<Reply> replies, string sharing)
    {
        var running = string.Join('.', replies.Select(r => r.UserSeq));
        return $"\"{conversation.ExpiresAt?.UtcTicks:x}-{conversation.PinnedAt?.UtcTicks:x}-{conversation.Held}-{conversation.LastSeq}-{conversation.MessageCount}-{conversation.UpdatedAt.UtcTicks:x}-{agent.UpdatedAt.UtcTicks:x}-{summary?.Version}-{running}-{sharing}\"";
    }
}
