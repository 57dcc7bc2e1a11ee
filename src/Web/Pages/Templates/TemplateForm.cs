using System.Diagnostics.CodeAnalysis;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Templates;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ConversationMemory.Web.Pages.Templates;

/// <summary>What the forms of a template hold.</summary>
public sealed class TemplateForm
{
    public string? Name { get; set; }
    public string? Description { get; set; }
    public bool ForOrganisation { get; set; }
    public Guid? AgentId { get; set; }

    /// <summary>To choose from.</summary>
    [BindNever]
    public IReadOnlyList<(Guid Id, string Name)> Agents { get; set; } = [];

    /// <summary>Of a conversation: so many of its messages; null: all.</summary>
    public int? First { get; set; }

    [SuppressMessage("Usage", "CA2227", Justification = "Model binding replaces it.")]
    public IList<MessageForm> Messages { get; set; } = [];

    internal TemplateText Text(IReadOnlyList<TemplateMessage>? messages = null) => new(
        Name, Description, ForOrganisation, messages ?? [.. Messages.Select(m => new TemplateMessage(m.Role, m.Content ?? ""))], AgentId);

    internal static TemplateForm Of(Template template) => new()
    {
        Name = template.Name,
        Description = template.Description,
        ForOrganisation = template.ForOrganisation,
        AgentId = template.AgentId,
        Messages = [.. template.Messages.Select(m => new MessageForm { Role = m.Role, Content = m.Content })],
    };
}

public sealed class MessageForm
{
    public MessageRole Role { get; set; }
    public string? Content { get; set; }
}
