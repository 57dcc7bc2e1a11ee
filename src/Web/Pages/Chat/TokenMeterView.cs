namespace ConversationMemory.Web.Pages.Chat;

/// <summary>How full the context of the next reply is.</summary>
public sealed record TokenMeterView(long Tokens, int Budget)
{
    public int Warning => Budget * 3 / 4;

    public int Danger => Budget * 9 / 10;

    public string Level => Tokens >= Danger ? "danger" : Tokens >= Warning ? "warning" : "good";
}
