using System.ClientModel.Primitives;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ConversationMemory.Services.Models;

/// <summary>
/// Which model answers. <c>Model__*</c> goes first; without it the vendors' own variables are recognised, OpenAI's, Groq's and
/// Gemini's in this order; without any the offline assistant answers.
/// </summary>
public sealed class ModelOptions
{
    private sealed record Vendor(string KeyVariable, string Endpoint, string Model);

    private static readonly Vendor OpenAI = new("OPENAI_API_KEY", "https://api.openai.com/v1", "gpt-4.1-mini");
    private static readonly Vendor Groq = new("GROQ_API_KEY", "https://api.groq.com/openai/v1", "llama-3.3-70b-versatile");
    private static readonly Vendor Gemini = new(
        "GEMINI_API_KEY", "https://generativelanguage.googleapis.com/v1beta/openai", "gemini-2.5-flash");

    private static readonly Vendor[] Vendors = [OpenAI, Groq, Gemini];

    /// <summary>The base address of an OpenAI-compatible API; null: no model is configured.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Null where the endpoint asks for none, as Ollama and llama.cpp do.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The model of agents that name none.</summary>
    public string Name { get; init; } = OfflineAssistant.ModelName;

    /// <summary>How long to wait for the beginning of an answer, and between two parts of it.</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait before the first retry; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Sent with each request, besides the key.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>False for a model that refuses system messages.</summary>
    public bool TakesSystemMessages { get; init; } = true;

    /// <summary>How requests travel; null: as the SDK does by itself.</summary>
    internal PipelineTransport? Transport { get; init; }

    public bool IsOffline => Endpoint is null;

    /// <exception cref="InvalidOperationException">A setting cannot be used; the message says which, without its value.</exception>
    public static ModelOptions From(IConfiguration configuration)
    {
        var (endpoint, key, name) = Resolve(configuration);
        if (endpoint is null)
            return new ModelOptions();
        return new ModelOptions
        {
            Endpoint = endpoint,
            ApiKey = key,
            Name = name,
            StreamTimeout = Seconds(configuration, "Model:StreamTimeoutSeconds", 60),
        };
    }

    private static (Uri? Endpoint, string? Key, string Name) Resolve(IConfiguration configuration)
    {
        var endpoint = Read(configuration, "Model:Endpoint");
        var key = Read(configuration, "Model:ApiKey");
        var name = Read(configuration, "Model:Name");
        if (endpoint is not null)
        {
            var address = Address(endpoint, "Model__Endpoint");
            var vendor = Array.Find(Vendors, vendor => new Uri(vendor.Endpoint).Host == address.Host);
            // A vendor's key goes to that vendor's own endpoint only.
            return (address, key ?? (vendor is null ? null : Read(configuration, vendor.KeyVariable)), name ?? vendor?.Model ?? "default");
        }
        var openAIAddress = Read(configuration, "OPENAI_BASE_URL");
        var openAIKey = key ?? Read(configuration, OpenAI.KeyVariable);
        if (openAIAddress is not null || openAIKey is not null)
            return (Address(openAIAddress ?? OpenAI.Endpoint, "OPENAI_BASE_URL"), openAIKey, name ?? OpenAI.Model);
        foreach (var vendor in Vendors)
        {
            if (Read(configuration, vendor.KeyVariable) is { } vendorKey)
                return (new Uri(vendor.Endpoint), vendorKey, name ?? vendor.Model);
        }
        return (null, null, OfflineAssistant.ModelName);
    }

    private static string? Read(IConfiguration configuration, string key) =>
        configuration[key]?.Trim() is { Length: > 0 } value ? value : null;

    private static Uri Address(string value, string setting) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException($"{setting} must be a full http or https address, such as http://localhost:11434/v1.");

    private static TimeSpan Seconds(IConfiguration configuration, string key, double otherwise)
    {
        if (Read(configuration, key) is not { } value)
            return TimeSpan.FromSeconds(otherwise);
        return double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidOperationException($"{key.Replace(":", "__", StringComparison.Ordinal)} must be a number of seconds from above 0 to 3600.");
    }
}
