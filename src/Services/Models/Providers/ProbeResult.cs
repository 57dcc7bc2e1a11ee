namespace ConversationMemory.Services.Models.Providers;

/// <summary>What came of asking a provider for its models.</summary>
/// <param name="Models">Their names, sorted; empty where none were told.</param>
/// <param name="Took">Until the answer, or until it was given up.</param>
/// <param name="Status">Of the HTTP answer; null: there was none.</param>
public sealed record ProbeResult(ProbeOutcome Outcome, KeyVerdict Key, IReadOnlyList<string> Models, TimeSpan Took, int? Status);

public enum ProbeOutcome
{
    Works,

    /// <summary>HTTP 401 or 403.</summary>
    KeyRefused,

    /// <summary>HTTP 404 or 405: somebody answers, but there is no list of models at this address.</summary>
    NoList,

    /// <summary>Some other HTTP 4xx.</summary>
    Refused,

    RateLimited,

    /// <summary>HTTP 5xx.</summary>
    Fault,

    /// <summary>HTTP 3xx, which was not followed.</summary>
    Redirects,

    /// <summary>What came back is not a list of models.</summary>
    NotOpenAI,

    /// <summary>More came back than any list of models holds.</summary>
    TooMuch,

    Timeout,

    /// <summary>The name has no address.</summary>
    NoSuchHost,

    /// <summary>No connection, such as when nothing listens at the port.</summary>
    Unreachable,

    /// <summary>No secure connection, such as when the certificate is not trusted.</summary>
    NotSecure,

    /// <summary>The stored key cannot be read any more; nothing was asked.</summary>
    KeyLost,
}

/// <summary>What is known of the key after a probe.</summary>
public enum KeyVerdict
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>With it there was an answer, and without it none.</summary>
    Accepted,

    Refused,

    /// <summary>The list is given without a key too, or there was no answer to tell by.</summary>
    Unknown,
}
