namespace ConversationMemory.Web.Accounts;

/// <summary>How callers of an endpoint may say who they are; metadata of every endpoint.</summary>
/// <param name="session">By a browser's session.</param>
/// <param name="bearer">The scheme that reads a bearer credential; null: none is looked at.</param>
internal sealed class Credentials(bool session, string? bearer)
{
    /// <summary>Whatever is sent is not looked at.</summary>
    public static readonly Credentials None = new(session: false, bearer: null);

    public static readonly Credentials Session = new(session: true, bearer: null);

    public static readonly Credentials SessionOrKey = new(session: true, Schemes.ApiKey);

    /// <summary>A session does not count here, so no other site can send one along.</summary>
    public static readonly Credentials Key = new(session: false, Schemes.ApiKey);

    public static readonly Credentials SessionOrSecretOrKey = new(session: true, Schemes.AdminSecret);

    public bool TakesKeys => bearer is not null;

    /// <summary>The scheme for a request: a bearer credential comes before the session that a browser sends along.</summary>
    public string SchemeFor(HttpRequest request) =>
        bearer is not null && (!session || request.Headers.ContainsKey("Authorization")) ? bearer
        : session ? Schemes.Session
        : Schemes.Nobody;
}
