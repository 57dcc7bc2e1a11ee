using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Summaries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>
/// Reads what stands around a transcript: title, figures and what can be done. From counters wherever there are some, so that it costs the same
/// however long the conversation is. Within the caller's transaction.
/// </summary>
public sealed class HeadReader(AppDbContext db, MessageStore messages, IOptions<ConversationOptions> options)
{
    /// <param name="id">Of whomever the current user works for.</param>
    /// <param name="anywhere">Also in the archive and the trash.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    public async Task<OpenChat?> OpenAsync(Guid id, bool anywhere, CancellationToken ct)
    {
        var open = await (
            from c in anywhere ? db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]) : db.Conversations
            join a in db.Agents on c.AgentId equals a.Id
            where c.OwnerId == Owner && c.Id == id
            select new { Conversation = c, Agent = a }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (open is null) return null;
        var summary = open.Conversation.SummarySeq > 0 ? await SummaryReader.CurrentAsync(db, id, ct) : null;
        var reply = await db.Replies.Where(r => r.OwnerId == Owner && r.ConversationId == id)
            .OrderByDescending(r => r.UserSeq).AsNoTracking().FirstOrDefaultAsync(ct);
        var role = await RoleAsync(id, ct);
        var isShared = role != ConversationRole.Owner || await db.ConversationMembers.AnyAsync(m => m.OwnerId == Owner && m.ConversationId == id, ct);
        return new OpenChat(open.Conversation, open.Agent, role, isShared, summary, reply) { Address = anywhere ? $"/conversations/{id}/read" : $"/chat/{id}" };
    }

    /// <summary>The conversation as its page shows it, with the part of the transcript that was read.</summary>
    public async Task<ChatView> ViewAsync(OpenChat open, LogView log, CancellationToken ct)
    {
        var (conversation, agent) = (open.Conversation, open.Agent);
        var policy = await db.PolicyOf(Owner, conversation.Id).AsNoTracking().SingleAsync(ct);
        var isOwner = open.Role == ConversationRole.Owner;
        return new ChatView(
            conversation.Id, conversation.Title, agent.Name, log,
            new TokenMeterView(await NextContextAsync(open, ct), agent.ContextBudget ?? options.Value.MaxContextTokens),
            new MessageCountView(conversation.MessageCount + conversation.PrunedCount, policy.WindowMessages),
            new ComposerView(conversation.Id, options.Value.MaxMessageLength, await IsMineAsync(open, ct) ? open.Reply!.UserSeq : null),
            new([]))
        {
            Role = open.Role,
            SharedBy = isOwner ? null : (await messages.NameAsync(Owner, ct)).OfAccount(Owner),
            IsShared = open.IsShared,
            InSight = conversation.MessageCount,
            Lifetime = isOwner ? LifetimeView.Of(conversation, policy) : null,
            Quota = isOwner ? await db.QuotaAsync(agent.Id, ct) : new StorageQuota(0, 0, 0),
        };
    }

    private Guid Owner => db.CurrentUser.RequiredId;

    private async Task<ConversationRole> RoleAsync(Guid id, CancellationToken ct)
    {
        if (db.CurrentUser.Guest?.MemberId is not { } member) return ConversationRole.Owner;
        var writes = await db.ConversationMembers.AnyAsync(
            m => m.OwnerId == Owner && m.ConversationId == id && m.UserId == member && m.Role == MemberRole.Writer, ct);
        return writes ? ConversationRole.Writer : ConversationRole.Reader;
    }

    // Its owner stops any reply, a member those to their own questions.
    private async Task<bool> IsMineAsync(OpenChat open, CancellationToken ct) =>
        open.Reply is { } reply
        && (open.Role == ConversationRole.Owner
            || await db.Messages.AnyAsync(m => m.OwnerId == Owner && m.ConversationId == reply.ConversationId && m.Seq == reply.UserSeq && m.AuthorId == db.CurrentUser.Id, ct));

    /// <summary>Tokens of what the next context would hold: prompt, tools, summary, and the messages it does not cover.</summary>
    private async Task<long> NextContextAsync(OpenChat open, CancellationToken ct) =>
        MessageTokens.Of(open.Agent.SystemPrompt) + await ToolTokensAsync(open.Conversation, ct) + (open.Summary?.Tokens ?? 0)
            + await UncoveredTokensAsync(open.Conversation, ct);

    private async Task<long> UncoveredTokensAsync(Conversation conversation, CancellationToken ct)
    {
        if (conversation.SummarySeq == 0) return conversation.TotalTokens + (4L * conversation.MessageCount);
        if (conversation.PackedSeq > conversation.SummarySeq)
            return (await messages.NewestAsync(conversation, TranscriptReader.MostMessages, ct)).Where(m => m.Seq > conversation.SummarySeq).Sum(m => m.Tokens + 4L);
        return await InTable(conversation).Where(m => m.Seq > conversation.SummarySeq).SumAsync(m => m.Tokens + 4L, ct);
    }

    // The tools an agent has seldom change: what their descriptions took the last time, they will take the next.
    private async Task<int> ToolTokensAsync(Conversation conversation, CancellationToken ct)
    {
        var context = conversation.PackedSeq == conversation.LastSeq
            ? (await messages.NewestAsync(conversation, 2, ct)).FindLast(m => m.Context is not null)?.Context
            : await InTable(conversation).Where(m => m.Context != null).OrderByDescending(m => m.Seq).Select(m => m.Context).FirstOrDefaultAsync(ct);
        return ContextDetails.From(context)?.Tools ?? 0;
    }

    private IQueryable<MessageRecord> InTable(Conversation conversation) => db.Messages.Where(m => m.OwnerId == Owner && m.ConversationId == conversation.Id);
}
