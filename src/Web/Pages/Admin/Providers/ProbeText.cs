using ConversationMemory.Services.Models.Providers;

namespace ConversationMemory.Web.Pages.Admin.Providers;

/// <summary>What a test has shown, and what to do about it.</summary>
public static class ProbeText
{
    public static string Of(ProbeResult result) => result.Outcome switch
    {
        ProbeOutcome.Works => "The provider answers.",
        ProbeOutcome.KeyRefused when result.Key == KeyVerdict.None => "The provider answers, but wants a key, and none is entered here. Enter one.",
        ProbeOutcome.KeyRefused => "The provider answers, but does not accept the key. It may be mistyped, revoked, or of another provider.",
        ProbeOutcome.NoList => "Somebody answers there, but has no list of models at this address. Most addresses end with /v1; look into the provider's manual.",
        ProbeOutcome.Refused => "The provider answers, but refuses the request. Some providers say so where a key is wrong.",
        ProbeOutcome.RateLimited => "The provider answers, but allows no more requests at the moment. Try again in a while; the account may also have no credit left.",
        ProbeOutcome.Fault => "The provider answers that it has a fault itself. Try again in a while.",
        ProbeOutcome.Redirects => "The address leads on to another one, which was not followed, so that the key goes nowhere you did not mean. Enter the final address; often it begins with https.",
        ProbeOutcome.NotOpenAI => "Something answers there, but not as an OpenAI-compatible provider does. Check the address, its port and its end, such as /v1.",
        ProbeOutcome.TooMuch => "Something answers there, with more than any list of models holds. Check the address.",
        ProbeOutcome.Timeout => "Nothing answered within 10 seconds. A firewall may be in between, or the provider is very busy.",
        ProbeOutcome.NoSuchHost => "There is no such host. Check the name in the address.",
        ProbeOutcome.Unreachable => "No connection could be made. Is the provider running, at this port, and reachable from this server?",
        ProbeOutcome.NotSecure => "No secure connection could be made. The certificate may have expired, be for another name, or not be trusted by this server.",
        ProbeOutcome.KeyLost => "The stored key cannot be read any more, because this portal's master key is another one now. Enter the key again.",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <returns>Null: there is nothing to say that was not said.</returns>
    public static string? OfKey(ProbeResult result) => (result.Key, result.Outcome) switch
    {
        (KeyVerdict.Accepted, _) => "The key is accepted.",
        (KeyVerdict.Unknown, ProbeOutcome.Works) => "Whether the key is right is not known: this provider tells its models to anybody. The first message will show it.",
        (KeyVerdict.None, ProbeOutcome.Works) => "No key is asked for.",
        _ => null,
    };
}
