using ConversationMemory.Data.Accounts;

namespace ConversationMemory.Data.Templates;

/// <summary>The opening of a conversation to begin others with. Its texts may hold placeholders such as <c>{{customer}}</c>.</summary>
public sealed class ConversationTemplate
{
    public const int MaxNameLength = 100;

    public Guid OwnerId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The <see cref="Organisation"/> whose members may all use it; null: its owner alone.</summary>
    public Guid? OrganisationId { get; set; }

    public required string Name { get; set; }
    public string Description { get; set; } = "";
    public Guid AgentId { get; set; }

    /// <summary>JSON: a list of <c>role</c> (user or assistant) and <c>content</c>, oldest first. The last one, if it is the user's, is what is to be sent.</summary>
    public required string Messages { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}
