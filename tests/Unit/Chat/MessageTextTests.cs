using ConversationMemory.Services.Messages;

namespace ConversationMemory.Tests.Unit.Chat;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("  code\n\tindented  \n")]
    [InlineData("\u2028 \u0085 \f \uFEFF e\u0301 \U0001F600")]
    public void Text_stays_as_it_is(string text) => Assert.Equal(text, MessageText.Clean(text, 100));

    [Fact]
    public void Line_ends_of_a_form_become_those_of_a_text() => Assert.Equal("a\nb", MessageText.Clean("a\r\nb", 3));

    [Theory]
    [InlineData(null, ProblemKind.Blank)]
    [InlineData(" \r\n\t", ProblemKind.Blank)]
    [InlineData("four", ProblemKind.TooLong)]
    [InlineData("a\0", ProblemKind.Unstorable)]
    public void Text_that_will_not_do_is_refused(string? text, ProblemKind problem) =>
        Assert.Equal(problem, Refused(text));

    // Not as a theory: test runners cannot write these down.
    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.All(["\uD800", "a\uDC00", "\uDC00\uD800"], text => Assert.Equal(ProblemKind.Unstorable, Refused(text)));

    [Fact]
    public void Length_is_counted_as_the_database_counts() => Assert.Equal("\U0001F600\U0001F600", MessageText.Clean("\U0001F600\U0001F600", 2));

    private static ProblemKind Refused(string? text) => Assert.Throws<ProblemException>(() => MessageText.Clean(text, 3)).Problem;
}
