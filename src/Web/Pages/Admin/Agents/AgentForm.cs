using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Agents;
using ConversationMemory.Services.Models.Tools;

namespace ConversationMemory.Web.Pages.Admin.Agents;

/// <summary>An agent as its form shows it. The limits are those of the table.</summary>
public sealed class AgentForm : IValidatableObject
{
    [Required(ErrorMessage = "Give the agent a name.")]
    [StringLength(100, ErrorMessage = "A name has at most 100 characters.")]
    public string Name { get; set; } = "";

    [StringLength(500, ErrorMessage = "A description has at most 500 characters.")]
    public string? Description { get; set; }

    [Display(Name = "System prompt")]
    [StringLength(20_000, ErrorMessage = "A system prompt has at most 20,000 characters.")]
    public string? SystemPrompt { get; set; }

    /// <summary>Null: the one of the environment.</summary>
    public Guid? Provider { get; set; }

    [StringLength(200, ErrorMessage = "A model's name has at most 200 characters.")]
    public string? Model { get; set; }

    [Range(0.0, 2.0, ErrorMessage = "The temperature lies between 0 and 2.")]
    public float? Temperature { get; set; }

    [Display(Name = "Longest answer, in tokens")]
    [Range(1, 200_000, ErrorMessage = "The longest answer lies between 1 and 200,000 tokens.")]
    public int MaxAnswerTokens { get; set; } = 1024;

    [Display(Name = "Context budget, in tokens")]
    [Range(256, 2_000_000, ErrorMessage = "The budget lies between 256 and 2,000,000 tokens.")]
    public int? ContextBudget { get; set; }

    public List<string> Tools { get; set; } = [];

    /// <summary>The version that the form was filled with.</summary>
    public int Version { get; set; }

    public static AgentForm Of(Agent agent) => new()
    {
        Name = agent.Name,
        Description = agent.Description,
        SystemPrompt = agent.SystemPrompt,
        Provider = agent.ProviderId,
        Model = agent.Model,
        Temperature = agent.Temperature,
        MaxAnswerTokens = agent.MaxAnswerTokens,
        ContextBudget = agent.ContextBudget,
        Tools = agent.Tools,
        Version = agent.Version,
    };

    public AgentSettings ToSettings() => new()
    {
        Name = Name.Trim(),
        Description = Description ?? "",
        // Browsers send line breaks as CR LF, whatever they were: that alone makes no new version.
        SystemPrompt = (SystemPrompt ?? "").ReplaceLineEndings("\n"),
        ProviderId = Provider,
        Model = string.IsNullOrWhiteSpace(Model) ? null : Model.Trim(),
        Temperature = Temperature,
        MaxAnswerTokens = MaxAnswerTokens,
        ContextBudget = ContextBudget,
        Tools = [.. Tools.Distinct()],
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var known = validationContext.GetRequiredService<ToolRegistry>();
        if (Tools.Exists(name => known.Find(name) is null))
            yield return new ValidationResult("Choose among the tools below.", [nameof(Tools)]);
    }
}
