namespace ConversationMemory.Services.Notifications;

/// <summary>How sending ended.</summary>
public enum WebhookOutcome
{
    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>No address is set.</summary>
    NotConfigured,

    /// <summary>The receiver answered something else than 2xx; redirects are not followed.</summary>
    Refused,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    Timeout,
}

/// <param name="Status">The last answer's HTTP status; null: there was none.</param>
/// <param name="Tries">How often it was sent.</param>
public sealed record WebhookResult(WebhookOutcome Outcome, int? Status, int Tries)
{
    public bool IsDelivered => Outcome == WebhookOutcome.Delivered;
}
