namespace ConversationMemory.Services.Models.Providers;

/// <summary>A preset for the form: all kinds speak the same protocol and are used in the same way.</summary>
/// <param name="Id">As the row has it.</param>
/// <param name="Endpoint">What the form begins with; null: only the admin knows.</param>
/// <param name="NeedsKey">Whether its provider asks for a key.</param>
public sealed record ProviderKind(string Id, string Name, string? Endpoint, bool NeedsKey)
{
    public static IReadOnlyList<ProviderKind> All { get; } =
    [
        new("openai", "OpenAI", "https://api.openai.com/v1", NeedsKey: true),
        new("groq", "Groq", "https://api.groq.com/openai/v1", NeedsKey: true),
        new("gemini", "Gemini", "https://generativelanguage.googleapis.com/v1beta/openai", NeedsKey: true),
        new("ollama", "Ollama", "http://localhost:11434/v1", NeedsKey: false),
        new("llamacpp", "llama.cpp or vLLM", "http://localhost:8080/v1", NeedsKey: false),
        new("other", "Another one", null, NeedsKey: false),
    ];

    /// <returns>The last of <see cref="All"/> for a kind that is not known.</returns>
    public static ProviderKind Of(string? id) => All.FirstOrDefault(kind => kind.Id == id) ?? All[^1];
}
