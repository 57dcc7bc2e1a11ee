using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models.Tools;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Sharing;

/// <summary>Reads the chosen part of a conversation, wherever its messages lie. Within the caller's transaction, its owner's or a link's.</summary>
public sealed class SharedMessages(AppDbContext db, MessageStore store, ToolRegistry tools, TimeProvider clock)
{
    /// <summary>More are not shared by one link.</summary>
    public const int Most = 1000;

    /// <summary>Instead of a title that tells of messages which are not shared.</summary>
    public const string Part = "Part of a conversation";

    private const string OfOthers = "Not shared: this is of other conversations.";

    /// <returns>Null: no such conversation, or it is in the trash.</returns>
    public async Task<SharedConversation?> ReadAsync(Guid conversationId, ShareLink link, CancellationToken ct)
    {
        var found = await (
            from c in db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter])
            join a in db.Agents on c.AgentId equals a.Id into agents
            from agent in agents.DefaultIfEmpty()
            where c.OwnerId == db.CurrentUser.RequiredId && c.Id == conversationId && c.DeletedAt == null
            select new { Conversation = c, Agent = agent == null ? null : agent.Name }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null) return null;
        var before = link.ThroughSeq is { } last and < int.MaxValue ? last + 1 : int.MaxValue;
        var messages = await store.BeforeAsync(found.Conversation, before, Most, ct);
        return new SharedConversation(
            TitleOf(found.Conversation, link), found.Agent ?? "Assistant", clock.GetUtcNow(),
            [.. messages.Where(m => m.Seq >= link.FromSeq && IsShown(m, link)).Select(m => Of(m, link.WithTools))]);
    }

    // An automatic one was made from the first question and its reply.
    private static string TitleOf(Conversation conversation, ShareLink link) =>
        conversation.TitleIsAutomatic && (link.FromSeq > 1 || link.ThroughSeq < 2) ? Part : conversation.Title;

    private static bool IsShown(MessageRecord message, ShareLink link) => link.WithTools || message.Role is MessageRole.User or MessageRole.Assistant;

    private SharedMessage Of(MessageRecord m, bool withTools) => new(
        m.Seq, m.Role, m.Status, m.Content, MessageAuthors.IsByAnother(m), withTools ? [.. (m.ToolCalls ?? []).Select(Of)] : [], m.CreatedAt);

    // Nobody chose to share what the agent found elsewhere.
    private ToolCall Of(ToolCall call) =>
        call.Output is not null && tools.Find(call.Name) is { IsPrivate: true } ? call with { Output = OfOthers } : call;
}
