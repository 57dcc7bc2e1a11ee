namespace ConversationMemory.Web.Accounts;

/// <summary>Who is at the other end: a program, htmx, or a browser that wants a page.</summary>
public static class RequestKinds
{
    public static bool IsApi(this HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static bool IsAdminApi(this HttpRequest request) => request.Path.StartsWithSegments("/api/admin", StringComparison.OrdinalIgnoreCase);

    /// <summary>For the page of a share link, whoever asks.</summary>
    public static bool IsShared(this HttpRequest request) => request.Path.StartsWithSegments("/s", StringComparison.OrdinalIgnoreCase);

    public static bool IsHtmx(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");
}
