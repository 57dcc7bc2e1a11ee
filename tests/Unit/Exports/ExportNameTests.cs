using ConversationMemory.Services.Exports;

namespace ConversationMemory.Tests.Unit.Exports;

public class ExportNameTests
{
    [Theory]
    [InlineData("Plans for May", "Plans for May.md", "Plans for May.md")]
    [InlineData("Köln → 東京", "Köln → 東京.md", "Koln.md")]
    [InlineData("東京", "東京.md", "conversation-1.md")]
    [InlineData("../../etc/passwd", "etc passwd.md", "etc passwd.md")]
    [InlineData("a\r\nSet-Cookie: x=1; \"b\"", "a Set-Cookie x=1; b.md", "a Set-Cookie x=1; b.md")]
    [InlineData("exe\u202Egpj.md", "exe gpj.md.md", "exe gpj.md.md")]
    [InlineData("--help -v", "help -v.md", "help -v.md")]
    [InlineData(".- .hidden", "hidden.md", "hidden.md")]
    [InlineData("con .txt", "_con .txt.md", "_con .txt.md")]
    [InlineData("...", "conversation-1.md", "conversation-1.md")]
    [InlineData("con", "_con.md", "_con.md")]
    [InlineData("NUL.txt", "_NUL.txt.md", "_NUL.txt.md")]
    public void Title_becomes_a_name_that_any_system_takes(string title, string full, string ascii) =>
        Assert.Equal(new ExportName(full, ascii), ExportName.Of(title, "conversation-1", "md"));

    [Fact]
    public void Long_title_is_cut_between_characters()
    {
        var name = ExportName.Of(string.Concat(Enumerable.Repeat("\U0001F600", 200)), "conversation-1", "json");
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F600", 45)) + ".json", name.Full);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_does_no_harm() =>
        Assert.Equal(new ExportName("a\uFFFD.md", "a.md"), ExportName.Of("a\uD83D", "conversation-1", "md"));

    [Fact]
    public void Header_carries_both_names() => Assert.Equal(
        "attachment; filename=\"a; b.md\"; filename*=UTF-8''a%3B%20%C3%B6b%20%F0%9F%98%80.md",
        new ExportFile(new ExportName("a; öb \U0001F600.md", "a; b.md"), "text/markdown", ReadOnlyMemory<byte>.Empty).Disposition);
}
