using ConversationMemory.Services.Conversations;

namespace ConversationMemory.Tests.Unit.Conversations;

public sealed class ConversationCursorTests
{
    [Fact]
    public void Cursor_survives_an_address()
    {
        var cursor = new ConversationCursor(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddMicroseconds(123_456), Guid.CreateVersion7());
        Assert.Equal(Uri.EscapeDataString(cursor.ToString()), cursor.ToString());
        Assert.True(ConversationCursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("ä")]
    [InlineData("________________________________")]
    public void Anything_else_is_no_cursor(string? text) => Assert.False(ConversationCursor.TryParse(text, out _));
}
