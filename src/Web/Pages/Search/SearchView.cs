using ConversationMemory.Services.Search;

namespace ConversationMemory.Web.Pages.Search;

/// <param name="Page">Null: nothing was asked, or there is a problem.</param>
public sealed record SearchView(SearchInput Input, SearchPage? Page)
{
    /// <summary>Why nothing was looked for, although something was asked.</summary>
    public string? Problem { get; init; }

    /// <summary>The same words, wherever they are.</summary>
    public SearchInput WithoutFilters => new(Input.Q) { Typing = Input.Typing };

    public string? More => Page?.Next is { } next ? Input.After(next) : null;

    /// <summary>Where a hit opens, with what was said before and after it.</summary>
    public static string AddressOf(SearchHit hit)
    {
        var address = hit.IsArchived ? $"/conversations/{hit.ConversationId}/read" : $"/chat/{hit.ConversationId}";
        return hit.Seq is { } seq ? $"{address}?at={seq}#m-{seq}" : address;
    }
}
