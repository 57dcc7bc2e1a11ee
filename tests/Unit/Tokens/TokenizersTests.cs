using ConversationMemory.Services.Text.Tokens;

namespace ConversationMemory.Tests.Unit.Tokens;

public class TokenizersTests
{
    [Theory]
    [InlineData("gpt-4o", "o200k_base")]
    [InlineData("gpt-4o-mini-2024-07-18", "o200k_base")]
    [InlineData("GPT-4.1-mini", "o200k_base")]
    [InlineData("gpt-5", "o200k_base")]
    [InlineData("o1", "o200k_base")]
    [InlineData("o3-mini", "o200k_base")]
    [InlineData("o4-mini-high", "o200k_base")]
    [InlineData("chatgpt-4o-latest", "o200k_base")]
    [InlineData("openai/gpt-oss-20b", "o200k_base")]
    [InlineData("ft:gpt-4o-mini:acme::1", "o200k_base")]
    [InlineData("offline", "o200k_base")]
    [InlineData("gpt-4", "cl100k_base")]
    [InlineData("gpt-4-turbo", "cl100k_base")]
    [InlineData("gpt-3.5-turbo-16k", "cl100k_base")]
    [InlineData("gpt-35-turbo", "cl100k_base")]
    public void Models_with_a_public_vocabulary_are_counted_exactly(string model, string encoding)
    {
        var counter = Tokenizers.For(model);
        Assert.True(counter.IsExact);
        Assert.Equal(encoding, counter.Encoding);
    }

    [Theory]
    [InlineData("llama-3.3-70b-versatile")]
    [InlineData("meta-llama/Llama-2-7b")]
    [InlineData("models/gemini-2.5-flash")]
    [InlineData("claude-sonnet-4")]
    [InlineData("mistral-large")]
    [InlineData("qwen3:8b")]
    [InlineData("gpt-9")]
    [InlineData("something-new")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_models_get_an_estimate_on_the_high_side(string? model)
    {
        const string text = "The same text makes more tokens in a vocabulary that is smaller than this one.";
        var counter = Tokenizers.For(model);
        Assert.False(counter.IsExact);
        Assert.True(counter.Count(text) > Tokenizers.For("gpt-4o").Count(text));
    }

    [Fact]
    public void A_text_cut_by_an_estimate_keeps_within_it()
    {
        var counter = Tokenizers.For("claude-sonnet-4");
        var text = string.Join(' ', Enumerable.Range(0, 200));
        for (var max = 0; max < 200; max++)
            Assert.True(counter.Count(counter.Truncate(text, max)) <= max);
    }

    [Fact]
    public void Nothing_counts_nothing() => Assert.Equal(0, Tokenizers.For("gpt-4o").Count(""));
}
