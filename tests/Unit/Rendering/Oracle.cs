using Ganss.Xss;

namespace ConversationMemory.Tests.Unit.Rendering;

/// <summary>A sanitizer that was not written here. What it would take away from rendered markup is a fault of ours.</summary>
internal static class Oracle
{
    public static void AssertFindsNothing(string html, string source)
    {
        var taken = new List<string>();
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedAttributes.UnionWith(["class", "role", "aria-label", "tabindex", "dir", "target", "rel"]);
        sanitizer.AllowedSchemes.Add("mailto");
        sanitizer.RemovingTag += (_, tag) => taken.Add($"<{tag.Tag.LocalName}>: {tag.Reason}");
        sanitizer.RemovingAttribute += (_, attribute) => taken.Add($"{attribute.Attribute.Name}=\"{attribute.Attribute.Value}\": {attribute.Reason}");
        sanitizer.RemovingComment += (_, comment) => taken.Add($"<!--{comment.Comment.Data}-->");
        sanitizer.Sanitize(html);
        Assert.True(taken.Count == 0, $"{string.Join(", ", taken)} from: {source}");
    }
}
