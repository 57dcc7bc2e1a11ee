namespace ConversationMemory.Data.Agents;

/// <summary>Who answers: a prompt, a model, its limits and the tools it may call.</summary>
public sealed class Agent
{
    public static readonly Guid DefaultId = new("01900000-0000-7000-8000-0000000000a1");

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OrganisationId { get; init; }
    public required string Name { get; set; }
    public string Description { get; set; } = "";
    public string SystemPrompt { get; set; } = "";

    /// <summary>The model's name at the endpoint; null: the configured default.</summary>
    public string? Model { get; set; }

    /// <summary>0 to 2; null: the model's own default.</summary>
    public float? Temperature { get; set; }

    /// <summary>The longest answer, in tokens.</summary>
    public int MaxAnswerTokens { get; set; } = 1024;

    /// <summary>The most tokens sent to the model; null: the configured default.</summary>
    public int? ContextBudget { get; set; }

    /// <summary>Names of the tools the agent may call.</summary>
    public List<string> Tools { get; set; } = [];

    /// <summary>Retired agents answer no new conversations; null while the agent is on offer.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>The newest of its <see cref="AgentVersion"/>s; it counts up with each change of <see cref="AgentSettings"/>.</summary>
    public int Version { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}
