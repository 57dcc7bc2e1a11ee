using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Text.Rendering;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Reads and formats messages: the newest of a conversation, those around one, or what came since one. Within the caller's transaction.</summary>
public sealed class TranscriptReader(AppDbContext db, MessageStore reader, MarkdownCache markdown)
{
    // With an unlimited window the page still has to end somewhere; older messages are a page back.
    internal const int MostMessages = 200;

    // Of a message that a search found, on each side.
    private const int Neighbours = 20;

    /// <param name="open">The conversation, as it is in this transaction.</param>
    /// <param name="at">A message that has to be among them; null: the newest.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<LogView> ReadAsync(OpenChat open, int? at, CancellationToken ct)
    {
        var newest = await reader.NewestAsync(open.Conversation, MostMessages, ct);
        var around = at is { } seq && !newest.Exists(m => m.Seq == seq) ? await AroundAsync(open.Conversation, seq, ct) : [];
        return new LogView(
            await ViewsAsync(open, around.Count > 0 ? around : newest, ct),
            open.Summary is null ? null : View(open.Summary) with { IsFixed = open.Role != ConversationRole.Owner },
            Reply(open),
            open.Conversation.PrunedCount)
        {
            IsFound = at is not null,
            Newest = around.Count == 0 ? null : open.Address,
        };
    }

    /// <summary>A question and what came after it.</summary>
    public async Task<LogView> SinceAsync(OpenChat open, int question, CancellationToken ct)
    {
        var messages = question > open.Conversation.PackedSeq
            ? await db.Messages.Where(m => m.OwnerId == Owner && m.ConversationId == open.Conversation.Id && m.Seq >= question)
                .OrderBy(m => m.Seq).Take(MostMessages).AsNoTracking().ToListAsync(ct)
            : [.. (await reader.NewestAsync(open.Conversation, MostMessages, ct)).Where(m => m.Seq >= question)];
        return new LogView(await ViewsAsync(open, messages, ct), Reply: Reply(open));
    }

    /// <returns>Null: there is no such message in sight.</returns>
    public async Task<MessageRecord?> FindAsync(Guid id, int seq, CancellationToken ct) =>
        await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.OwnerId == Owner && c.Id == id, ct) is { } conversation
            ? await reader.FindAsync(conversation, seq, ct)
            : null;

    private Guid Owner => db.CurrentUser.RequiredId;

    // A message that is not among the newest, with what was said before and after it.
    private async Task<List<MessageRecord>> AroundAsync(Conversation conversation, int seq, CancellationToken ct)
    {
        var messages = await reader.BeforeAsync(conversation, seq > int.MaxValue - Neighbours ? int.MaxValue : seq + Neighbours, 2 * Neighbours, ct);
        return messages.Exists(m => m.Seq == seq) ? messages : [];
    }

    private static ReplyView? Reply(OpenChat open) => open.Reply is { } reply
        ? new ReplyView(open.Conversation.Id, reply.UserSeq, open.Agent.Name, new StreamingMarkdown().Next(reply.Text))
        : null;

    private async Task<IReadOnlyList<MessageView>> ViewsAsync(OpenChat open, List<MessageRecord> messages, CancellationToken ct)
    {
        var people = await PeopleAsync(messages, ct);
        var newestQuestion = messages.FindLast(m => m.Role == MessageRole.User);
        return messages.ConvertAll(m => View(m, open.Agent.Name, people, newestQuestion));
    }

    // A guest is told the owner's name, and everybody the names of members who wrote.
    private Task<MessageAuthors> PeopleAsync(List<MessageRecord> messages, CancellationToken ct) =>
        db.CurrentUser.Guest is null || messages.Exists(MessageAuthors.IsByAnother)
            ? reader.AuthorsAsync(messages, ct)
            : reader.NameAsync(Owner, ct);

    private MessageView View(MessageRecord message, string agent, MessageAuthors people, MessageRecord? newestQuestion) => new()
    {
        ConversationId = message.ConversationId,
        Seq = message.Seq,
        Role = message.Role,
        Status = message.Status,
        Author = message.Role switch { MessageRole.User => IsMine(message) ? "You" : people.Of(message) ?? AuthorNames.Former, MessageRole.Assistant => agent, MessageRole.System => "System", _ => "Tool" },
        At = message.CreatedAt,
        Body = message.Role == MessageRole.User ? markdown.TypedToHtml(message.Content) : markdown.ToHtml(message.Content),
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

    private bool IsMine(MessageRecord message) => (message.AuthorId ?? message.OwnerId) == db.CurrentUser.Id && message.AuthorName is null;

    private SummaryView View(Summary summary) => new(
        summary.ConversationId, summary.Version, summary.FromSeq, summary.ThroughSeq, summary.Source, summary.CreatedAt,
        markdown.ToHtml(summary.Content));
}
