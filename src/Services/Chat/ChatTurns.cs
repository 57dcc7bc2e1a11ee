using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Chat;

/// <summary>
/// What a person does in a chat. Each is one short transaction that ends before any model is asked; then the reply is
/// written in the background.
/// </summary>
public sealed class ChatTurns(AppDbContext db, ReplyRunner runner, WakeUps wakeUps, IOptions<ConversationOptions> options, TimeProvider clock)
{
    /// <summary>Stores a message and has it answered.</summary>
    /// <exception cref="ProblemException">The message or the place for it will not do; nothing was stored.</exception>
    public Task<SentMessage> SendAsync(SendRequest request, CancellationToken ct) => Telemetry.MeasureAsync("send", () => StoreAsync(request, ct));

    /// <summary>Replaces the newest question, and what followed it, by another text, and has that answered.</summary>
    public async Task<SentMessage> EditAsync(Guid conversationId, int userSeq, string? text, string? timeZone, CancellationToken ct)
    {
        var clean = MessageText.Clean(text, options.Value.MaxMessageLength);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Replies first: a reply that ends takes its own row, then the conversation's, and must not meet us the other way.
        await db.Replies.Where(r => r.OwnerId == Owner && r.ConversationId == conversationId && r.UserSeq >= userSeq).ExecuteDeleteAsync(ct);
        if (await RequireNewestQuestionAsync(conversationId, userSeq, ct) is not null || db.CurrentUser.Guest is not null)
            throw new ProblemException(ProblemKind.NotAllowed, "Only the conversation's owner edits questions, and only their own.");
        await db.Messages.Where(m => m.OwnerId == Owner && m.ConversationId == conversationId && m.Seq >= userSeq).ExecuteDeleteAsync(ct);
        var message = AddQuestion(conversationId, clean);
        await db.SaveChangesAsync(ct);
        AddReply(conversationId, message.Seq);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        runner.Abandon(new ReplyKey(Owner, conversationId, userSeq));
        Start(conversationId, message.Seq, timeZone);
        return new SentMessage(conversationId, message.Seq, IsNew: false, Repeated: false);
    }

    /// <summary>Has the newest question answered again: after a fault, or because the reply did not please.</summary>
    /// <returns>False when it is being answered already.</returns>
    public async Task<bool> AnswerAgainAsync(Guid conversationId, int userSeq, string? timeZone, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await RequireNewestQuestionAsync(conversationId, userSeq, ct) != db.CurrentUser.Guest?.MemberId && db.CurrentUser.Guest is not null)
            throw new ProblemException(ProblemKind.NotAllowed, "Somebody else asked this: they, or the conversation's owner, can have it answered again.");
        if (await db.Replies.AnyAsync(r => r.OwnerId == Owner && r.ConversationId == conversationId && r.UserSeq == userSeq, ct)) return false;
        await db.Messages
            .Where(m => m.OwnerId == Owner && m.ConversationId == conversationId && m.Seq > userSeq && m.ReplyTo == userSeq)
            .ExecuteDeleteAsync(ct);
        AddReply(conversationId, userSeq);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException conflict) when (Violates(conflict, "pk_replies"))
        {
            return false;
        }

        await transaction.CommitAsync(ct);
        Start(conversationId, userSeq, timeZone);
        return true;
    }

    /// <summary>Ends a reply where it is; what has been written of it stays. On whichever instance it is written.</summary>
    public async Task StopAsync(Guid conversationId, int userSeq, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var stopped = await db.Replies
            .Where(r => r.OwnerId == Owner && r.ConversationId == conversationId && r.UserSeq == userSeq)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.StopRequested, true), ct);
        await transaction.CommitAsync(ct);
        // A guest stops replies to their own questions: the database knows which these are.
        if (stopped == 0 && db.CurrentUser.Guest is not null) return;
        runner.Stop(new ReplyKey(Owner, conversationId, userSeq));
    }

    private Guid Owner => db.CurrentUser.RequiredId;

    private async Task<SentMessage> StoreAsync(SendRequest request, CancellationToken ct)
    {
        var text = MessageText.Clean(request.Text, options.Value.MaxMessageLength);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var key = request.Key is { } given ? SendKey.Of(db.CurrentUser.Guest is { } guest ? $"{guest.MemberId} {given}" : given) : (Guid?)null;
        if (key is not null && await EarlierAsync(key.Value, request.ConversationId, text, ct) is { } earlier) return earlier;

        var isNew = request.ConversationId is null;
        var conversationId = request.ConversationId ?? Guid.CreateVersion7(clock.GetUtcNow());
        if (isNew) await AddConversationAsync(conversationId, request.AgentId, text, ct);
        else await RequireConversationAsync(conversationId, ct);

        var message = AddQuestion(conversationId, text);
        try
        {
            await db.SaveChangesAsync(ct);
            AddReply(conversationId, message.Seq);
            if (key is not null) AddSend(key.Value, conversationId, message.Seq);
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException conflict) when (key is not null && Violates(conflict, "pk_sends"))
        {
            // The same send, at the same moment: the other one stored it.
            await transaction.RollbackAsync(ct);
            db.ChangeTracker.Clear();
            return await StoreAsync(request, ct);
        }

        await transaction.CommitAsync(ct);
        Start(conversationId, message.Seq, request.TimeZone);
        return new SentMessage(conversationId, message.Seq, isNew, Repeated: false);
    }

    private async Task<SentMessage?> EarlierAsync(Guid key, Guid? conversationId, string text, CancellationToken ct)
    {
        var earlier = await db.Sends.AsNoTracking().FirstOrDefaultAsync(s => s.OwnerId == Owner && s.Key == key, ct);
        if (earlier is null) return null;
        var stored = await db.Messages.IgnoreQueryFilters()
            .Where(m => m.OwnerId == Owner && m.ConversationId == earlier.ConversationId && m.Seq == earlier.UserSeq)
            .Select(m => m.Content)
            .FirstOrDefaultAsync(ct);
        if ((stored is not null && stored != text) || (conversationId is not null && conversationId != earlier.ConversationId))
        {
            throw new ProblemException(ProblemKind.KeyReused,
                "This idempotency key was used for another message. Give each message a key of its own.");
        }

        return new SentMessage(earlier.ConversationId, earlier.UserSeq, IsNew: earlier.UserSeq == 1, Repeated: true);
    }

    private async Task AddConversationAsync(Guid id, Guid? agentId, string text, CancellationToken ct)
    {
        var agent = await db.Agents
            .Where(a => a.RetiredAt == null && (agentId == null || a.Id == agentId))
            .OrderByDescending(a => a.Id == Agent.DefaultId).ThenBy(a => a.CreatedAt).ThenBy(a => a.Id)
            .Select(a => (Guid?)a.Id)
            .FirstOrDefaultAsync(ct)
            ?? throw ProblemException.NoAgent();
        await db.RequireRoomAsync(agent, ct);
        db.Conversations.Add(new Conversation
        {
            OwnerId = Owner,
            Id = id,
            AgentId = agent,
            Title = ConversationTitle.FromMessage(text),
            CreatedAt = clock.GetUtcNow(),
        });
    }

    /// <summary>It is there, nobody else writes in it until the transaction ends, and its messages are in their table.</summary>
    private async Task RequireConversationAsync(Guid id, CancellationToken ct)
    {
        var agent = await db.Conversations.Where(c => c.OwnerId == Owner && c.Id == id).Select(c => (Guid?)c.AgentId).SingleOrDefaultAsync(ct)
            ?? throw ProblemException.NoConversation();
        await db.RequireRoomAsync(agent, ct);
        // For a guest that was done on the owner's behalf, and the message itself takes the lock.
        if (db.CurrentUser.Guest is null && !await Unpacker.RunAsync(db, id, ct)) throw ProblemException.NoConversation();
    }

    /// <returns>The member who asked it; null: the owner.</returns>
    private async Task<Guid?> RequireNewestQuestionAsync(Guid conversationId, int userSeq, CancellationToken ct)
    {
        await RequireConversationAsync(conversationId, ct);
        var newest = await db.Messages
            .Where(m => m.OwnerId == Owner && m.ConversationId == conversationId && m.Role == MessageRole.User)
            .OrderByDescending(m => m.Seq)
            .Select(m => new { m.Seq, m.AuthorId })
            .FirstOrDefaultAsync(ct);
        return newest?.Seq == userSeq ? newest.AuthorId : throw ProblemException.NotNewest();
    }

    private MessageRecord AddQuestion(Guid conversationId, string text) => db.Messages.Add(new MessageRecord
    {
        OwnerId = Owner,
        ConversationId = conversationId,
        Role = MessageRole.User,
        Content = text,
        Tokens = MessageTokens.Of(text),
        AuthorId = db.CurrentUser.Guest?.MemberId,
        CreatedAt = clock.GetUtcNow(),
    }).Entity;

    private void AddReply(Guid conversationId, int userSeq) => db.Replies.Add(new Reply
    {
        OwnerId = Owner,
        ConversationId = conversationId,
        UserSeq = userSeq,
        InstanceId = runner.InstanceId,
        StartedAt = clock.GetUtcNow(),
        HeartbeatAt = clock.GetUtcNow(),
    });

    private void AddSend(Guid key, Guid conversationId, int userSeq) => db.Sends.Add(new Send
    {
        OwnerId = Owner,
        Key = key,
        ConversationId = conversationId,
        UserSeq = userSeq,
        CreatedAt = clock.GetUtcNow(),
    });

    private void Start(Guid conversationId, int userSeq, string? timeZone)
    {
        runner.Start(new ReplyKey(Owner, conversationId, userSeq), timeZone);
        wakeUps.Send(WakeUpTopics.Conversation(Owner, conversationId));
    }

    private static bool Violates(DbUpdateException exception, string constraint) =>
        exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation } violation
        && violation.ConstraintName == constraint;
}
