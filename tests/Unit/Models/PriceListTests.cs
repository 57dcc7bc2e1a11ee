using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Prices;

namespace ConversationMemory.Tests.Unit.Models;

public class PriceListTests
{
    [Fact]
    public void Cost_counts_cached_input_by_its_own_price()
    {
        var cost = PriceList.Included.CostOf(Call("openai", "gpt-4.1-mini", input: 1_000_000, output: 1_000_000, cached: 250_000))!;
        Assert.Equal((0.75m * 0.4m) + (0.25m * 0.1m) + 1.6m, cost.Amount);
        Assert.Equal(("USD", PriceList.Included.Find("openai", "gpt-4.1-mini")!.AsOf), (cost.Currency, cost.AsOf));
    }

    [Theory]
    [InlineData("openai", "gpt-4.1-mini-2099")]
    [InlineData("openai", "gpt-4.1-min")]
    [InlineData("groq", "gpt-4.1-mini")]
    [InlineData("openai-compatible", "gpt-4.1-mini")]
    public void Model_that_is_not_on_the_list_by_its_whole_name_has_no_price(string provider, string model) =>
        Assert.Null(PriceList.Included.CostOf(Call(provider, model, 10, 10)));

    [Theory]
    [InlineData(null, 5L)]
    [InlineData(5L, null)]
    public void What_was_not_counted_has_no_cost(long? input, long? output) =>
        Assert.Null(PriceList.Included.CostOf(Call("openai", "gpt-4.1-mini", input, output)));

    [Fact]
    public void The_model_that_answered_is_what_is_paid_for()
    {
        var cost = PriceList.Included.CostOf(Call("openai", "gpt-4.1", 1_000_000, 0) with { ModelUsed = "gpt-4.1-nano" });
        Assert.Equal(0.1m, cost!.Amount);
    }

    [Fact]
    public void Each_model_is_on_the_list_once_with_prices_that_can_be()
    {
        Assert.True(PriceList.Included.All.Count > 50);
        Assert.All(PriceList.Included.All, price =>
        {
            Assert.InRange(price.Input, 0, 1000);
            Assert.InRange(price.Output, 0, 1000);
            Assert.True(price.Cached is null || price.Cached <= price.Input, price.Model);
        });
    }

    private static ModelCall Call(string provider, string model, long? input, long? output, long? cached = null) =>
        new(provider, model, null, "stop", input, output, cached, null, null, TimeSpan.FromSeconds(1), null);
}
