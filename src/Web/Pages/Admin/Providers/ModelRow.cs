using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Models;

namespace ConversationMemory.Web.Pages.Admin.Providers;

/// <summary>A model in a provider's form. A row without a name is none.</summary>
public sealed class ModelRow
{
    [StringLength(200, ErrorMessage = "A model's name has at most 200 characters.")]
    public string? Name { get; set; }

    [Range(256, 100_000_000, ErrorMessage = "A length lies between 256 and 100,000,000 tokens.")]
    public int? ContextLength { get; set; }

    public bool Tools { get; set; } = true;
    public bool SystemRole { get; set; } = true;
    public bool Vision { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Name);

    public static ModelRow Of(ProviderModel model) => new()
    {
        Name = model.Name,
        ContextLength = model.ContextLength,
        Tools = model.Tools,
        SystemRole = model.SystemRole,
        Vision = model.Vision,
    };

    public ProviderModel ToModel() => new()
    {
        Name = Name!.Trim(),
        ContextLength = ContextLength,
        Tools = Tools,
        SystemRole = SystemRole,
        Vision = Vision,
    };
}
