using System.Text.RegularExpressions;

namespace ConversationMemory.Services.Text.Tokens;

/// <summary>
/// Which counter fits which model. The vocabularies lie in <c>vocabularies/</c> beside the app and are read once, when they
/// are first needed.
/// </summary>
public static class Tokenizers
{
    private static readonly Lazy<Tokenizer> O200k = new(() => Load("o200k_base"));
    private static readonly Lazy<Tokenizer> Cl100k = new(() => Load("cl100k_base"));

    // The first pattern found in the name decides. The factors say how many tokens a family makes of a text for each one
    // of o200k_base, English and other languages mixed, with a margin.
    private static readonly (Regex Name, Func<TokenCounter> Counter)[] Families =
    [
        (Named(@"^offline$"), ExactO200k),
        (Named(@"gpt-?oss|gpt-?4o|gpt-?4\.[15]|gpt-?5|^o[1-9]\b|codex-mini"), ExactO200k),
        (Named(@"gpt-?4|gpt-?3\.?5|text-embedding-3|text-embedding-ada-002"), () => new(Cl100k.Value, isExact: true)),
        (Named("claude"), () => Estimate(1.4m)),
        (Named("llama-?2|mistral|mixtral|ministral|magistral|codestral|devstral|phi-?[123]|vicuna|yi-"), () => Estimate(1.4m)),
        (Named("qwen|qwq|gemini|gemma|gpt"), () => Estimate(1.15m)),
        (Named("llama|deepseek|grok|command|kimi|glm|nemotron|phi"), () => Estimate(1.2m)),
    ];

    /// <summary>The counter for a model's name, with or without a vendor's prefix such as <c>openai/</c>.</summary>
    /// <param name="model">Null, empty or unknown: an estimate.</param>
    public static TokenCounter For(string? model)
    {
        var name = model?.Trim().ToLowerInvariant() ?? "";
        name = name[(name.LastIndexOf('/') + 1)..];
        if (name.StartsWith("ft:", StringComparison.Ordinal))
            name = name[3..];
        foreach (var family in Families)
        {
            if (family.Name.IsMatch(name))
                return family.Counter();
        }
        return Estimate(1.25m);
    }

    private static TokenCounter ExactO200k() => new(O200k.Value, isExact: true);

    private static TokenCounter Estimate(decimal factor) => new(O200k.Value, isExact: false, factor);

    private static Regex Named(string pattern) => new(pattern, RegexOptions.CultureInvariant);

    private static Tokenizer Load(string encoding) =>
        Tokenizer.Load(Path.Combine(AppContext.BaseDirectory, "vocabularies", encoding + ".tiktoken"));
}
