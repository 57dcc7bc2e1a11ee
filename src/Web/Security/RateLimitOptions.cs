namespace ConversationMemory.Web.Security;

/// <summary>The settings <c>RateLimits__…</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Units of work that a person may ask for at once: see <see cref="Work"/>.</summary>
    public int WorkBurst { get; set; } = 600;

    /// <summary>Units of work that a person may ask for in the long run.</summary>
    public int WorkPerMinute { get; set; } = 1200;

    /// <summary>Sends that a person or key may make at once.</summary>
    public int ChatBurst { get; set; } = 100;

    /// <summary>Sends that a person or key may make in the long run.</summary>
    public int ChatPerMinute { get; set; } = 300;

    /// <summary>PDF files that a person or key may have made at once.</summary>
    public int PdfBurst { get; set; } = 20;

    /// <summary>PDF files that a person or key may have made in the long run.</summary>
    public int PdfPerMinute { get; set; } = 30;

    /// <summary>Sign-ins, registrations and password checks that an address may make at once.</summary>
    public int SignInBurst { get; set; } = 30;

    /// <summary>Sign-ins, registrations and password checks that an address may make in the long run.</summary>
    public int SignInPerMinute { get; set; } = 30;

    /// <summary>Share links that an address may open at once.</summary>
    public int ShareBurst { get; set; } = 60;

    /// <summary>Share links that an address may open in the long run.</summary>
    public int SharePerMinute { get; set; } = 60;

    /// <summary>Passphrases that an address may try at once, for each link.</summary>
    public int PassphraseBurst { get; set; } = 10;

    /// <summary>Passphrases that an address may try in the long run, for each link.</summary>
    public int PassphrasePerMinute { get; set; } = 5;
}
