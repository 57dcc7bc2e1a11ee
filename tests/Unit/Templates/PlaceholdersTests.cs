using ConversationMemory.Services.Templates;

namespace ConversationMemory.Tests.Unit.Templates;

public sealed class PlaceholdersTests
{
    [Fact]
    public void Each_is_found_once_in_the_order_of_the_text_in_any_language() =>
        Assert.Equal(["customer", "Ort der Übergabe", "名前"], Placeholders.In(["Dear {{customer}}, {{ Ort der Übergabe }}", "{{CUSTOMER}} {{名前}}"]));

    [Theory]
    [InlineData("{{}}")]
    [InlineData("{{ }}")]
    [InlineData("{{<b>}}")]
    [InlineData("{{a\nb}}")]
    [InlineData("{customer}")]
    public void What_is_no_name_is_no_placeholder(string text) => Assert.Empty(Placeholders.In([text]));

    [Fact]
    public void Values_are_put_in_and_never_read_for_placeholders()
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["a"] = "{{b}} $1", ["b"] = "no" };
        Assert.Equal("{{b}} $1, {{b}} $1 and {{c}}", Placeholders.Fill("{{a}}, {{ A }} and {{c}}", values));
    }

    [Fact]
    public void Of_two_values_for_one_name_the_later_holds_and_none_is_null() =>
        Assert.Equal([KeyValuePair.Create("a", "2")], Placeholders.Values([new("a", "1"), new("A", "2"), new("b", null!)]));
}
