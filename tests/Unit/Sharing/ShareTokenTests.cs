using System.Text;
using ConversationMemory.Services.Sharing;

namespace ConversationMemory.Tests.Unit.Sharing;

public sealed class ShareTokenTests
{
    [Fact]
    public void Tokens_have_128_random_bits()
    {
        var tokens = Enumerable.Range(0, 2000).Select(_ => ShareToken.New()).ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
        var bytes = tokens.ConvertAll(token => Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/') + "=="));
        Assert.All(bytes, bits => Assert.Equal(16, bits.Length));
        // Each bit is set about half of the time: by chance it would be outside of this once in 10^15.
        for (var bit = 0; bit < 128; bit++)
            Assert.InRange(bytes.Count(bits => (bits[bit / 8] >> (bit % 8) & 1) == 1), 800, 1200);
    }

    [Fact]
    public void Token_is_known_by_its_hash_alone()
    {
        var token = ShareToken.New();
        var hash = ShareToken.Hash(token)!;
        Assert.Equal(32, hash.Length);
        Assert.Equal(hash, ShareToken.Hash(token));
        Assert.NotEqual(hash, ShareToken.Hash(ShareToken.New()));
        Assert.DoesNotContain(token, Encoding.Latin1.GetString(hash), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA%")]
    [InlineData("AAAAAAAAAA AAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA==")]
    public void What_is_no_token_is_not_looked_up(string? text) => Assert.Null(ShareToken.Hash(text));
}
