
namespace ConversationMemory.Services.Text.Tokens;

/// <summary>Counts tokens for one model: exactly, or as an estimate that errs on the high side.</summary>
public sealed class TokenCounter
{
    private readonly Tokenizer _tokenizer;
    private readonly decimal _factor;

    internal TokenCounter(Tokenizer tokenizer, bool isExact, decimal factor = 1)
    {
        _tokenizer = tokenizer;
        _factor = factor;
        IsExact = isExact;
    }

    /// <summary>False when the model's own vocabulary is not public or not here, and counts are estimates.</summary>
    public bool IsExact { get; }

    /// <summary>The encoding that counts, or that the estimate starts from.</summary>
    public string Encoding => _tokenizer.Encoding;

    public int Count(string text) => (int)Math.Min(int.MaxValue, Math.Ceiling(_tokenizer.Count(text) * _factor));

    /// <inheritdoc cref="Tokenizer.Truncate"/>
    public string Truncate(string text, int maxTokens) => _tokenizer.Truncate(text, (int)Math.Floor(maxTokens / _factor));
}
