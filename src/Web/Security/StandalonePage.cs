namespace ConversationMemory.Web.Security;

/// <summary>Put into the features of a request whose answer is a page by itself, without the app's styles and scripts.</summary>
/// <param name="StyleSource">What allows the page's own style, such as <c>'sha256-…'</c>.</param>
internal sealed record StandalonePage(string StyleSource);
