using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>A reply that is being written, with the text it had when the page was made.</summary>
/// <param name="UserSeq">The message it answers.</param>
public sealed record ReplyView(Guid ConversationId, int UserSeq, string Author, MarkdownProgress Text)
{
    public string ElementId => $"reply-{UserSeq}";
    public string Url => $"/chat/{ConversationId}/replies/{UserSeq}";
}
