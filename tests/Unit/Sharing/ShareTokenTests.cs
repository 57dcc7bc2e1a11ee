using System.Text;
using ConversationMemory.Services.Sharing;

namespace ConversationMemory.Tests.Unit.Sharing;

public sealed class ShareTokenTests
{
    private static readonly Guid Owner = Guid.CreateVersion7();

    [Fact]
    public void Tokens_have_128_random_bits()
    {
        var tokens = Enumerable.Range(0, 2000).Select(_ => ShareToken.New(Owner)).ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
        var bytes = tokens.ConvertAll(token => Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/') + "=")[16..]);
        Assert.All(bytes, bits => Assert.Equal(16, bits.Length));
        // Each bit is set about half of the time: by chance it would be outside of this once in 10^15.
        for (var bit = 0; bit < 128; bit++)
            Assert.InRange(bytes.Count(bits => (bits[bit / 8] >> (bit % 8) & 1) == 1), 800, 1200);
    }

    [Fact]
    public void Token_is_known_by_its_hash_alone()
    {
        var token = ShareToken.New(Owner);
        var hash = ShareToken.Read(token)!.Hash;
        Assert.Equal(32, hash.Length);
        Assert.Equal(hash, ShareToken.Read(token)!.Hash);
        Assert.NotEqual(hash, ShareToken.Read(ShareToken.New(Owner))!.Hash);
        Assert.DoesNotContain(token, Encoding.Latin1.GetString(hash), StringComparison.Ordinal);
    }

    [Fact]
    public void Token_names_its_owner_and_one_from_before_none()
    {
        Assert.Equal(Owner, ShareToken.Read(ShareToken.New(Owner))!.OwnerId);
        var older = ShareToken.Read("gJSIBki73PyzyQ7TK8yrGw")!;
        Assert.Null(older.OwnerId);
        Assert.Equal(32, older.Hash.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA%")]
    [InlineData("AAAAAAAAAA AAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_token_is_not_looked_up(string? text) => Assert.Null(ShareToken.Read(text));
}
