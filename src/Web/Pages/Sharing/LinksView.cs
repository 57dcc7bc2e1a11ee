using ConversationMemory.Services.Sharing;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>A list of links.</summary>
/// <param name="Site">What comes before the path in their addresses.</param>
/// <param name="Now">When it was read.</param>
/// <param name="WithTitles">The list is not of one conversation only.</param>
/// <param name="Made">The one that was made just now.</param>
public sealed record LinksView(IReadOnlyList<ListedLink> Links, string Site, DateTimeOffset Now, bool WithTitles, Guid? Made = null)
{
    public IEnumerable<ListedLink> Working => Links.Where(link => link.Works(Now));

    public IEnumerable<ListedLink> Ended => Links.Where(link => !link.Works(Now));

    /// <summary>The whole address; null: it cannot be shown again.</summary>
    public string? AddressOf(ListedLink link) => link.Token is null ? null : $"{Site}/s/{link.Token}";

    internal static string SiteOf(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}
