using System.ComponentModel.DataAnnotations;
using ConversationMemory.Services.Models.Providers;
using ConversationMemory.Services.Providers;

namespace ConversationMemory.Web.Pages.Admin.Providers;

/// <summary>A provider as its form shows it. What is secret only ever goes in.</summary>
public sealed class ProviderForm : IValidatableObject
{
    public const int MostModels = 200;

    private const int BlankRows = 3;

    [Required(ErrorMessage = "Give the provider a name.")]
    [StringLength(100, ErrorMessage = "A name has at most 100 characters.")]
    public string Name { get; set; } = "";

    public string Kind { get; set; } = "other";

    [Display(Name = "Address")]
    [Required(ErrorMessage = "Say where it is.")]
    [StringLength(500, ErrorMessage = "An address has at most 500 characters.")]
    public string Endpoint { get; set; } = "";

    [Display(Name = "Key")]
    [StringLength(2000, ErrorMessage = "A key has at most 2,000 characters.")]
    public string? Key { get; set; }

    [Display(Name = "Remove the key that is stored")]
    public bool RemoveKey { get; set; }

    /// <summary>One a line, <c>Name: value</c>.</summary>
    [Display(Name = "Further headers")]
    [StringLength(10_000, ErrorMessage = "Headers have at most 10,000 characters together.")]
    public string? Headers { get; set; }

    public List<string> RemovedHeaders { get; set; } = [];

    public List<ModelRow> Models { get; set; } = [];

    [Display(Name = "Longest wait, in seconds")]
    [Range(1, 3600, ErrorMessage = "The wait lies between 1 and 3,600 seconds.")]
    public int StreamTimeoutSeconds { get; set; } = 60;

    /// <summary>The version that the form was filled with.</summary>
    public int Version { get; set; }

    public static ProviderForm Of(ListedProvider provider) => new()
    {
        Name = provider.Name,
        Kind = provider.Kind,
        Endpoint = provider.Endpoint,
        Models = [.. provider.Models.Select(ModelRow.Of)],
        StreamTimeoutSeconds = provider.StreamTimeoutSeconds,
        Version = provider.Version,
    };

    public static ProviderForm Of(ProviderKind kind) => new() { Name = kind.Endpoint is null ? "" : kind.Name, Kind = kind.Id, Endpoint = kind.Endpoint ?? "" };

    /// <summary>Always some empty rows at the end, for more models.</summary>
    public void AddBlankRows()
    {
        Models.RemoveAll(row => row.IsEmpty);
        Models.AddRange(Enumerable.Range(0, BlankRows).Select(_ => new ModelRow()));
    }

    public ProviderInput ToInput() => new()
    {
        Name = Name.Trim(),
        Kind = ProviderKind.Of(Kind).Id,
        Endpoint = ProviderRules.Endpoint(Endpoint).Address!,
        NewKey = string.IsNullOrWhiteSpace(Key) ? null : Key.Trim(),
        RemoveKey = RemoveKey,
        NewHeaders = ProviderRules.Headers(Headers).Headers,
        RemovedHeaders = RemovedHeaders,
        Models = [.. Models.Where(row => !row.IsEmpty).Select(row => row.ToModel()).DistinctBy(m => m.Name)],
        StreamTimeoutSeconds = StreamTimeoutSeconds,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ProviderRules.Endpoint(Endpoint).Problem is { } address) yield return new ValidationResult(address, [nameof(Endpoint)]);
        if (ProviderRules.Key(Key) is { } key) yield return new ValidationResult(key, [nameof(Key)]);
        if (ProviderRules.Headers(Headers).Problem is { } headers) yield return new ValidationResult(headers, [nameof(Headers)]);
        if (Models.Count(row => !row.IsEmpty) > MostModels) yield return new ValidationResult($"A provider lists at most {MostModels} models.", [nameof(Models)]);
    }
}
