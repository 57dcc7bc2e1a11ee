using ConversationMemory.Services.Providers;

namespace ConversationMemory.Tests.Unit.Providers;

public class ProviderRulesTests
{
    [Theory]
    [InlineData(" https://api.example.org/v1/ ", "https://api.example.org/v1")]
    [InlineData("http://localhost:11434", "http://localhost:11434")]
    [InlineData("HTTPS://API.Example.org/V1", "https://api.example.org/V1")]
    public void Address_is_brought_into_one_form(string text, string address) => Assert.Equal((address, null), ProviderRules.Endpoint(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("example.org/v1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.org")]
    [InlineData("https://user@example.org/v1")]
    [InlineData("https://example.org/v1?x=1")]
    [InlineData("https://example.org/v1#x")]
    [InlineData("https://")]
    public void Address_that_is_none_is_refused(string? text) => Assert.NotNull(ProviderRules.Endpoint(text).Problem);

    [Theory]
    [InlineData("X-Team: blue")]
    [InlineData("x-api-key:abc=\r\nX-Org:  a b ")]
    [InlineData("")]
    public void Headers_are_read_a_line_each(string text) => Assert.Null(ProviderRules.Headers(text).Problem);

    [Theory]
    [InlineData("X Team: blue")]
    [InlineData("X-Team:")]
    [InlineData("X-Team: grün")]
    [InlineData("X-Team: a\u0001b")]
    [InlineData("authorization: Bearer x")]
    [InlineData("Content-Length: 0")]
    [InlineData("A: 1\na: 2")]
    public void Headers_that_are_none_are_refused_without_repeating_their_values(string text)
    {
        var problem = ProviderRules.Headers(text).Problem;
        Assert.NotNull(problem);
        Assert.DoesNotContain("Bearer", problem, StringComparison.Ordinal);
    }
}
