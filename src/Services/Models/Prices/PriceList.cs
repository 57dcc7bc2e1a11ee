using System.Collections.Frozen;
using System.Text.Json;

namespace ConversationMemory.Services.Models.Prices;

/// <summary>
/// The prices that come with the app. A model that is not on the list by its whole name has no price: names that begin alike often cost
/// differently, and a guess on a bill is worse than a gap.
/// </summary>
public sealed class PriceList
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly FrozenDictionary<(string Provider, string Model), ModelPrice> prices;

    private PriceList(IEnumerable<ModelPrice> prices) => this.prices = prices.ToFrozenDictionary(p => (p.Provider, p.Model));

    public static PriceList Included { get; } = Read();

    public IReadOnlyCollection<ModelPrice> All => prices.Values;

    /// <returns>Null: unknown.</returns>
    public ModelPrice? Find(string provider, string model) => prices.GetValueOrDefault((provider, model));

    /// <summary>By the model that answered, as the provider names it; where it does not, by the one that was asked for.</summary>
    /// <returns>Null: the price is unknown, or the provider did not count.</returns>
    public ModelCost? CostOf(ModelCall call) =>
        Find(call.Provider, call.ModelUsed ?? call.ModelAsked) is { } price
        && price.CostOf(call.InputTokens, call.CachedTokens, call.OutputTokens) is { } amount
            ? new ModelCost(amount, price.Currency, price.AsOf)
            : null;

    private static PriceList Read()
    {
        using var file = typeof(PriceList).Assembly.GetManifestResourceStream("prices.json")!;
        var list = JsonSerializer.Deserialize<PriceFile>(file, Json)!;
        return new PriceList(list.Prices.Select(p => new ModelPrice(p.Provider, p.Model, p.Input, p.Cached, p.Output, list.Currency, list.AsOf)));
    }

    private sealed record PriceFile(DateOnly AsOf, string Currency, IReadOnlyList<PriceLine> Prices);

    private sealed record PriceLine(string Provider, string Model, decimal Input, decimal? Cached, decimal Output);
}
