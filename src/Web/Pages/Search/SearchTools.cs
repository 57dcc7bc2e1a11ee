using ConversationMemory.Services.Models.Tools;

namespace ConversationMemory.Web.Pages.Search;

/// <summary>The tools there are, for their filter.</summary>
internal static class SearchTools
{
    public static IReadOnlyList<(string Name, string Title)> Names { get; } =
        [(Calculator.Name, "calculator"), (CurrentTime.Name, "current time"), (SearchConversations.Name, "search")];
}
