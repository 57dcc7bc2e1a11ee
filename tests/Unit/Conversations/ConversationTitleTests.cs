using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Tests.Unit.Conversations;

public sealed class ConversationTitleTests
{
    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("\n\n## What is *Rust*?\nTell me.", "What is Rust?")]
    [InlineData("- buy `milk`", "buy milk")]
    [InlineData("???", "???")]
    [InlineData("Please explain to me how photosynthesis works in desert plants", "Please explain to me how photosynthesis works in…")]
    public void Title_is_the_first_line_with_words(string message, string title) =>
        Assert.Equal(title, ConversationTitle.FromMessage(message));

    [Fact]
    public void Title_fits_the_database_whatever_the_marks_on_its_letters()
    {
        var oneLetter = "e" + new string('\u0301', 500);
        var manyLetters = string.Concat(Enumerable.Repeat("e" + new string('\u0301', 20), 60));
        Assert.All([oneLetter, manyLetters], text =>
            Assert.InRange(MessageText.Length(ConversationTitle.FromMessage(text)), 2, Conversation.MaxTitleLength));
    }

    [Fact]
    public void Given_title_is_trimmed_and_counted_in_characters()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F600", Conversation.MaxTitleLength));
        Assert.Equal(longest, ConversationTitle.Clean($"  {longest}\n"));
        Assert.Equal(ProblemKind.TooLong, Refused(longest + "x"));
    }

    [Theory]
    [InlineData(null, ProblemKind.Blank)]
    [InlineData(" \u00A0\t", ProblemKind.Blank)]
    [InlineData("two\nlines", ProblemKind.Unstorable)]
    [InlineData("bell\a", ProblemKind.Unstorable)]
    public void Given_title_is_one_line_of_text(string? title, ProblemKind problem) => Assert.Equal(problem, Refused(title));

    private static ProblemKind Refused(string? title) => Assert.Throws<ProblemException>(() => ConversationTitle.Clean(title)).Problem;
}
