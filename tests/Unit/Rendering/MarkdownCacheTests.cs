using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Tests.Unit.Rendering;

public sealed class MarkdownCacheTests
{
    [Fact]
    public void Text_is_formatted_once_and_as_without_the_cache()
    {
        using var cache = new MarkdownCache();
        var html = cache.ToHtml("**Tea** at five");
        Assert.Equal(SafeMarkdown.ToHtml("**Tea** at five").ToString(), html.ToString());
        Assert.Same(html, cache.ToHtml("**Tea** " + "at five"));
    }

    [Fact]
    public void What_a_person_typed_is_another_text_than_what_a_model_wrote()
    {
        using var cache = new MarkdownCache();
        const string text = "one\ntwo";
        Assert.Equal(SafeMarkdown.ToHtml(text).ToString(), cache.ToHtml(text).ToString());
        Assert.Equal(SafeMarkdown.TypedToHtml(text).ToString(), cache.TypedToHtml(text).ToString());
    }

    [Fact]
    public void However_much_is_formatted_it_takes_no_more_than_it_may()
    {
        using var cache = new MarkdownCache(mostBytes: 100_000);
        for (var i = 0; i < 2_000; i++)
        {
            cache.ToHtml($"{i} {new string('x', 200)}");
            Assert.InRange(cache.Bytes, 0, 100_000);
        }

        // One that is larger than all of it is formatted all the same.
        Assert.False(cache.ToHtml(new string('y', 90_000)).IsEmpty);
    }
}
