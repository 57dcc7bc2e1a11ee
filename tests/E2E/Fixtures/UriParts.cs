namespace ConversationMemory.Tests.E2E.Fixtures;

public static class UriParts
{
    /// <summary>The part after the host, of an absolute or relative address.</summary>
    public static string PathAndQuery(this Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsAbsoluteUri ? address.PathAndQuery : address.OriginalString;
    }
}
