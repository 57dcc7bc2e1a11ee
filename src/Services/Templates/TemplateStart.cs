using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Templates;

/// <param name="Draft">The person's last message, where it was not sent; null: there is none.</param>
public sealed record StartedConversation(Guid ConversationId, string? Draft);

/// <summary>Begins conversations with templates.</summary>
public sealed class TemplateStart(AppDbContext db, ConversationTemplates templates, ChatTurns turns, TimeProvider clock)
{
    // The database takes no more.
    private const int LongestReply = 200_000;

    /// <summary>Writes the opening, and sends the person's last message, or leaves it to them.</summary>
    /// <param name="id">A template the current user sees.</param>
    /// <param name="values">By the names of placeholders; what is left out stays as it is.</param>
    /// <param name="send">Send the last message.</param>
    /// <param name="timeZone">The reader's IANA zone.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Null: there is no such template.</returns>
    /// <exception cref="ProblemException">The agent takes no conversations, there is no room, or a message became too long.</exception>
    public async Task<StartedConversation?> StartAsync(Guid id, IReadOnlyDictionary<string, string> values, bool send, string? timeZone, CancellationToken ct)
    {
        if (await templates.FindAsync(id, ct) is not { } template) return null;
        var known = Placeholders.Values(values);
        var messages = template.Messages.Select(m => m with { Content = Placeholders.Fill(m.Content, known) }).ToList();
        var last = messages[^1].Role == MessageRole.User ? messages[^1].Content : null;
        if (last is not null) messages.RemoveAt(messages.Count - 1);
        // What cannot be sent is refused before anything is written.
        var conversation = await WriteAsync(template with { Name = Placeholders.Fill(template.Name, known), Messages = messages }, send ? last : null, ct);
        if (last is null || !send) return new StartedConversation(conversation, last);
        await turns.SendAsync(new SendRequest(conversation, null, last, TimeZone: timeZone), ct);
        return new StartedConversation(conversation, null);
    }

    private async Task<Guid> WriteAsync(Template template, string? sent, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Agents.AnyAsync(a => a.Id == template.AgentId && a.RetiredAt == null, ct)) throw ProblemException.NoAgent();
        await db.RequireRoomAsync(template.AgentId, ct);
        var most = await db.ResolvedPolicies.Where(p => p.AgentId == template.AgentId).Select(p => p.MaxMessageLength).SingleAsync(ct);
        if (sent is not null) MessageText.Clean(sent, most);
        var conversation = new Conversation
        {
            OwnerId = db.CurrentUser.RequiredId,
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            AgentId = template.AgentId,
            Title = ConversationTitle.FromMessage(template.Name),
            TitleIsAutomatic = false,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync(ct);
        await AddAsync(conversation, template.Messages, most, ct);
        await transaction.CommitAsync(ct);
        return conversation.Id;
    }

    // One by one: the database gives each its place.
    private async Task AddAsync(Conversation conversation, IReadOnlyList<TemplateMessage> messages, int most, CancellationToken ct)
    {
        int? question = null;
        foreach (var message in messages)
        {
            var text = MessageText.Clean(message.Content, message.Role == MessageRole.User ? most : LongestReply);
            var written = db.Messages.Add(new Message
            {
                OwnerId = conversation.OwnerId,
                ConversationId = conversation.Id,
                Role = message.Role,
                Content = text,
                Tokens = MessageTokens.Of(text),
                ReplyTo = message.Role == MessageRole.Assistant ? question : null,
                CreatedAt = clock.GetUtcNow(),
            }).Entity;
            await db.SaveChangesAsync(ct);
            question = message.Role == MessageRole.User ? written.Seq : null;
        }
    }
}
