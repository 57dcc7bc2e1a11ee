namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>The page that an htmx request comes from says which conversation is open on it.</summary>
internal static class OpenPage
{
    public static Guid? OpenConversation(this HttpRequest request) =>
        Uri.TryCreate(request.Headers["HX-Current-URL"], UriKind.Absolute, out var page)
        && page.Segments is [_, "chat/", var last, ..] && Guid.TryParse(last.TrimEnd('/'), out var id) ? id : null;
}
