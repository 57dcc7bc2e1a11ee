using ConversationMemory.Services.Sharing;

namespace ConversationMemory.Tests.Unit.Sharing;

public sealed class ShareTermsTests
{
    [Fact]
    public void Link_ends_after_thirty_days_where_nothing_else_is_said() => Assert.Equal(30, new ShareTerms().Checked().Days);

    [Theory]
    [InlineData("abcdef", true)]
    [InlineData("abcde", false)]
    [InlineData("🔑🔑🔑🔑🔑🔑", true)]
    [InlineData("🔑🔑🔑", false)]
    [InlineData("a\0bcdefg", false)]
    public void Passphrases_have_six_characters_or_more(string words, bool will)
    {
        if (will) Assert.Equal(words, new ShareTerms(Passphrase: words).Checked().Passphrase);
        else Assert.Equal("bad_passphrase", Assert.Throws<SharingException>(() => new ShareTerms(Passphrase: words).Checked()).Code);
    }

    [Fact]
    public void Blank_passphrase_is_none() => Assert.Null(new ShareTerms(Passphrase: "   ").Checked().Passphrase);
}
