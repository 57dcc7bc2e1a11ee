using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Storage;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Templates;

/// <param name="Draft">The person's last message, where it was not sent; null: there is none.</param>
public sealed record StartedConversation(Guid ConversationId, string? Draft);

/// <summary>Begins conversations with templates.</summary>
public sealed class TemplateStart(AppDbContext db, ConversationTemplates templates, ChatTurns turns, TimeProvider clock)
{
    /// <summary>Writes the opening, and sends the person's last message, or leaves it to them.</summary>
    /// <param name="id">A template the current user sees.</param>
    /// <param name="values">By the names of placeholders; what is left out stays as it is.</param>
    /// <param name="send">Send the last message.</param>
    /// <param name="timeZone">The reader's IANA zone.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Null: there is no such template.</returns>
    /// <exception cref="ChatException">The agent takes no conversations, there is no room, or a message became too long.</exception>
    public async Task<StartedConversation?> StartAsync(Guid id, IReadOnlyDictionary<string, string> values, bool send, string? timeZone, CancellationToken ct)
    {
        if (await templates.FindAsync(id, ct) is not { } template) return null;
        var known = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
        var messages = template.Messages.Select(m => m with { Content = Placeholders.Fill(m.Content, known) }).ToList();
        var last = messages[^1].Role == MessageRole.User ? messages[^1].Content : null;
        if (last is not null) messages.RemoveAt(messages.Count - 1);
        var conversation = await WriteAsync(template, Placeholders.Fill(template.Name, known), messages, ct);
        if (last is null || !send) return new StartedConversation(conversation, last);
        await turns.SendAsync(new SendRequest(conversation, null, last, TimeZone: timeZone), ct);
        return new StartedConversation(conversation, null);
    }

    private async Task<Guid> WriteAsync(Template template, string title, List<TemplateMessage> messages, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Agents.AnyAsync(a => a.Id == template.AgentId && a.RetiredAt == null, ct)) throw ChatException.NoAgent();
        await db.RequireRoomAsync(template.AgentId, ct);
        var conversation = new Conversation
        {
            OwnerId = db.CurrentUser.RequiredId,
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            AgentId = template.AgentId,
            Title = ConversationTitle.FromMessage(title),
            TitleIsAutomatic = false,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync(ct);
        await AddAsync(conversation, messages, ct);
        await transaction.CommitAsync(ct);
        return conversation.Id;
    }

    // One by one: the database gives each its place.
    private async Task AddAsync(Conversation conversation, List<TemplateMessage> messages, CancellationToken ct)
    {
        int? question = null;
        foreach (var message in messages)
        {
            var written = db.Messages.Add(new Message
            {
                OwnerId = conversation.OwnerId,
                ConversationId = conversation.Id,
                Role = message.Role,
                Content = message.Role == MessageRole.User ? MessageText.Clean(message.Content, await MaxLengthAsync(conversation, ct)) : message.Content,
                Tokens = MessageTokens.Of(message.Content),
                ReplyTo = message.Role == MessageRole.Assistant ? question : null,
                CreatedAt = clock.GetUtcNow(),
            }).Entity;
            await db.SaveChangesAsync(ct);
            question = message.Role == MessageRole.User ? written.Seq : null;
        }
    }

    private Task<int> MaxLengthAsync(Conversation conversation, CancellationToken ct) =>
        db.ResolvedPolicies.Where(p => p.AgentId == conversation.AgentId).Select(p => p.MaxMessageLength).SingleAsync(ct);
}
