namespace ConversationMemory.Data.Agents;

/// <summary>What an admin sets of an agent, and everything that a reply depends on. A version keeps all of it.</summary>
public sealed record AgentSettings
{
    public required string Name { get; init; }
    public string Description { get; init; } = "";
    public string SystemPrompt { get; init; } = "";

    /// <summary>As <see cref="Agent.Model"/>.</summary>
    public string? Model { get; init; }

    public float? Temperature { get; init; }
    public int MaxAnswerTokens { get; init; } = 1024;
    public int? ContextBudget { get; init; }
    public IReadOnlyList<string> Tools { get; init; } = [];

    public static AgentSettings Of(Agent agent) => new()
    {
        Name = agent.Name,
        Description = agent.Description,
        SystemPrompt = agent.SystemPrompt,
        Model = agent.Model,
        Temperature = agent.Temperature,
        MaxAnswerTokens = agent.MaxAnswerTokens,
        ContextBudget = agent.ContextBudget,
        Tools = [.. agent.Tools],
    };

    public void ApplyTo(Agent agent)
    {
        agent.Name = Name;
        agent.Description = Description;
        agent.SystemPrompt = SystemPrompt;
        agent.Model = Model;
        agent.Temperature = Temperature;
        agent.MaxAnswerTokens = MaxAnswerTokens;
        agent.ContextBudget = ContextBudget;
        agent.Tools = [.. Tools];
    }
}
