namespace ConversationMemory.Services.Notifications;

/// <summary>The ways in which a mail can fail to be sent.</summary>
public enum MailError
{
    /// <summary>No mail server is set.</summary>
    NotConfigured,

    /// <summary>What should be the recipient's address is none, or the server does not take mail for it.</summary>
    Recipient,

    /// <summary>The server did not accept user and password, or wants some.</summary>
    NotAuthorised,

    /// <summary>No connection, none that is encrypted where that is asked for, or one that broke.</summary>
    Unreachable,

    /// <summary>The server took too long.</summary>
    Timeout,

    /// <summary>The server cannot take mail just now.</summary>
    Busy,

    /// <summary>The server refuses this mail or its sender.</summary>
    Refused,
}

/// <summary>
/// A mail was not sent. Neither message nor <see cref="Cause"/> holds an address or anything that a server said; for that
/// reason there is no inner exception.
/// </summary>
public sealed class MailException(MailError kind, string? cause = null) : Exception(Explain(kind))
{
    public MailError Kind { get; } = kind;

    /// <summary>What to write to a log, such as <c>SMTP 550</c>.</summary>
    public string? Cause { get; } = cause;

    /// <summary>The same mail may be taken later.</summary>
    public bool MayPass => Kind is MailError.Unreachable or MailError.Timeout or MailError.Busy;

    private static string Explain(MailError kind) => kind switch
    {
        MailError.NotConfigured => "No mail server is set. Set Mail__Host and Mail__From to send mail.",
        MailError.Recipient => "The mail server takes no mail for this address.",
        MailError.NotAuthorised => "The mail server did not accept the sign-in. Check Mail__User and Mail__Password.",
        MailError.Unreachable => "The mail server cannot be reached over a connection as it is asked for. Check Mail__Host, Mail__Port and Mail__Security.",
        MailError.Timeout => "The mail server took too long to answer.",
        MailError.Busy => "The mail server cannot take mail at the moment.",
        MailError.Refused => "The mail server refused the mail. Check that it lets Mail__From send.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
