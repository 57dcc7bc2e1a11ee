namespace ConversationMemory.Web.Accounts;

/// <summary>Who asks for a page: htmx for a part of it, or a browser for the whole.</summary>
public static class RequestKinds
{
    public static bool IsHtmx(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");
}
