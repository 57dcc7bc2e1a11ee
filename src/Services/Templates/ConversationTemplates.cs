using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Templates;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Templates;

/// <param name="IsMine">The current user may change it.</param>
public sealed record Template(
    Guid Id, string Name, string Description, Guid AgentId, string? AgentName, bool ForOrganisation, bool IsMine, IReadOnlyList<TemplateMessage> Messages)
{
    /// <summary>What is asked for when it is used.</summary>
    public IReadOnlyList<string> Placeholders => Templates.Placeholders.In([Name, .. Messages.Select(m => m.Content)]);
}

/// <summary>The templates of the current user, and those of their organisation.</summary>
public sealed class ConversationTemplates(AppDbContext db, MessageReader reader, TimeProvider clock)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<Template>> ListAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return [.. (await All().OrderBy(t => t.Template.Name).ThenBy(t => t.Template.Id).Take(500).ToListAsync(ct)).Select(Of)];
    }

    /// <returns>Null: no such template, or it is not for this person.</returns>
    public async Task<Template?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await All().Where(t => t.Template.Id == id).FirstOrDefaultAsync(ct) is { } found ? Of(found) : null;
    }

    /// <summary>The first messages of a conversation of one's own, to make a template from.</summary>
    /// <returns>Null: there is no such conversation.</returns>
    public async Task<(Conversation Conversation, IReadOnlyList<TemplateMessage> Messages)?> OpeningAsync(Guid conversationId, int? first, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var conversation = await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.OwnerId == Owner && c.Id == conversationId, ct);
        if (conversation is null) return null;
        var messages = await reader.NewestAsync(conversation, int.MaxValue, ct);
        var opening = messages.Where(m => m.Role is MessageRole.User or MessageRole.Assistant && !string.IsNullOrWhiteSpace(m.Content))
            .Take(first ?? TemplateText.MostMessages);
        return (conversation, [.. opening.Select(m => new TemplateMessage(m.Role, m.Content))]);
    }

    /// <summary>Agents that take new conversations, by name.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> AgentsAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agents = await db.Agents.Where(a => a.RetiredAt == null).OrderBy(a => a.Name).Select(a => new { a.Id, a.Name }).ToListAsync(ct);
        return agents.ConvertAll(a => (a.Id, a.Name));
    }

    /// <param name="agentId">Where the text names none.</param>
    /// <param name="text">What it says.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="TemplateException">The text will not do.</exception>
    public async Task<Guid> AddAsync(Guid agentId, TemplateText text, CancellationToken ct)
    {
        var clean = text.Checked();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var template = new ConversationTemplate
        {
            OwnerId = Owner,
            Id = Guid.CreateVersion7(now),
            OrganisationId = await OrganisationAsync(clean, ct),
            Name = clean.Name!,
            Description = clean.Description!,
            AgentId = await AgentAsync(clean.AgentId ?? agentId, ct),
            Messages = TemplateMessage.Write(clean.Messages),
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Templates.Add(template);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return template.Id;
    }

    /// <returns>False: there is no such template of one's own.</returns>
    /// <exception cref="TemplateException">The text will not do.</exception>
    public async Task<bool> ChangeAsync(Guid id, TemplateText text, CancellationToken ct)
    {
        var clean = text.Checked();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var template = await db.Templates.FirstOrDefaultAsync(t => t.OwnerId == Owner && t.Id == id, ct);
        if (template is null) return false;
        template.OrganisationId = clean.ForOrganisation ? template.OrganisationId ?? await OrganisationAsync(clean, ct) : null;
        (template.Name, template.Description, template.Messages) = (clean.Name!, clean.Description!, TemplateMessage.Write(clean.Messages));
        template.AgentId = clean.AgentId is { } agent && agent != template.AgentId ? await AgentAsync(agent, ct) : template.AgentId;
        template.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <returns>False: there is no such template of one's own.</returns>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var removed = await db.Templates.Where(t => t.OwnerId == Owner && t.Id == id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return removed > 0;
    }

    private Guid Owner => db.CurrentUser.RequiredId;

    private async Task<Guid> AgentAsync(Guid id, CancellationToken ct) => await db.Agents.AnyAsync(a => a.Id == id, ct)
        ? id
        : throw new TemplateException("no_agent", "There is no such agent. Choose another one.");

    // The database sees to it too.
    private async Task<Guid?> OrganisationAsync(TemplateText text, CancellationToken ct)
    {
        if (!text.ForOrganisation) return null;
        return await db.OrganisationMembers.AnyAsync(m => m.UserId == Owner && m.OrganisationId == Organisation.DefaultId && m.Role != OrganisationRole.Member, ct)
            ? Organisation.DefaultId
            : throw new TemplateException("admins_only", "Only admins offer templates to the whole organisation. Keep it for yourself, or ask one of them.");
    }

    private sealed record Named
    {
        public required ConversationTemplate Template { get; init; }
        public string? AgentName { get; init; }
    }

    private IQueryable<Named> All() =>
        from template in db.Templates.AsNoTracking()
        join a in db.Agents on template.AgentId equals a.Id into agents
        from agent in agents.DefaultIfEmpty()
        select new Named { Template = template, AgentName = agent == null ? null : agent.Name };

    private Template Of(Named t) => new(
        t.Template.Id, t.Template.Name, t.Template.Description, t.Template.AgentId, t.AgentName, t.Template.OrganisationId is not null,
        t.Template.OwnerId == Owner, TemplateMessage.Read(t.Template.Messages));
}
