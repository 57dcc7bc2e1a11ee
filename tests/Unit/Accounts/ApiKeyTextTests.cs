using ConversationMemory.Services.Accounts;

namespace ConversationMemory.Tests.Unit.Accounts;

public sealed class ApiKeyTextTests
{
    private static readonly Guid Owner = Guid.Parse("01900000-0000-7000-8000-00000000dead");

    [Fact]
    public void Key_names_its_owner_and_no_two_are_the_same()
    {
        var key = ApiKeyText.New(Owner);
        Assert.Matches("^cm_0190000000007000800000000000dead_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(Owner, ApiKeyText.OwnerOf(key));
        Assert.NotEqual(key, ApiKeyText.New(Owner));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cm_")]
    [InlineData("cm_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE")]
    [InlineData("cm_zz90000000007000800000000000dead_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE")]
    [InlineData("xx_0190000000007000800000000000dead_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE")]
    [InlineData("cm_0190000000007000800000000000dead-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE")]
    public void Text_that_names_no_owner_has_none(string text) => Assert.Null(ApiKeyText.OwnerOf(text));

    [Fact]
    public void Key_is_told_from_others_by_a_part_of_its_secret()
    {
        var key = ApiKeyText.New(Owner);
        var prefix = ApiKeyText.Prefix(key);
        Assert.StartsWith(prefix, key, StringComparison.Ordinal);
        Assert.Equal(43, prefix.Length);
        Assert.Equal($"cm_…_{prefix[^7..]}", ApiKeyText.Shortened(prefix));
        // As keys were before.
        Assert.Equal("cm_AbCdEfG", ApiKeyText.Shortened("cm_AbCdEfG"));
    }
}
