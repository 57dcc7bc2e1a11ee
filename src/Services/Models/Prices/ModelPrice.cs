namespace ConversationMemory.Services.Models.Prices;

/// <summary>What a provider asks for a million tokens of one model.</summary>
/// <param name="Provider">Such as <c>openai</c>.</param>
/// <param name="Model">The whole name, as the provider has it.</param>
/// <param name="Cached">For input that the provider had in its cache; null: it is not known to be cheaper.</param>
/// <param name="AsOf">The day on which this was the price.</param>
public sealed record ModelPrice(string Provider, string Model, decimal Input, decimal? Cached, decimal Output, string Currency, DateOnly AsOf)
{
    private const decimal PerTokens = 1_000_000;

    /// <summary>Null where the provider did not count: an unknown number has no cost.</summary>
    /// <param name="inputTokens">All that was sent, the cached ones among them.</param>
    /// <param name="cachedTokens">How many of them came from the provider's cache; null: none is known to have.</param>
    public decimal? CostOf(long? inputTokens, long? cachedTokens, long? outputTokens)
    {
        if (inputTokens is not { } input || outputTokens is not { } output) return null;
        var cached = Math.Clamp(cachedTokens ?? 0, 0, input);
        return (((input - cached) * Input) + (cached * (Cached ?? Input)) + (output * Output)) / PerTokens;
    }
}
