namespace ConversationMemory.Web.Security;

/// <summary>
/// Who checks that a request which changes something was sent from a page of ours, and not from any site by a browser that sends the session
/// along; metadata of every endpoint.
/// </summary>
internal sealed class FormToken
{
    /// <summary>The page's own filter, in the form or a header.</summary>
    public static readonly FormToken InForm = new();

    /// <summary>Only a call that comes with a session needs one, in a header: see <see cref="FormTokens"/>.</summary>
    public static readonly FormToken WithSession = new();

    /// <summary>The endpoint itself, because to look for it means to read the whole body.</summary>
    public static readonly FormToken ByEndpoint = new();

    /// <summary>Nobody: nothing is changed here, or not on anybody's behalf.</summary>
    public static readonly FormToken None = new();

    private FormToken()
    {
    }
}
