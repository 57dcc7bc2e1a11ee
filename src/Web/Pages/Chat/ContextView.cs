namespace ConversationMemory.Web.Pages.Chat;

/// <summary>What a reply was made from. The tokens of the lines sent add up to <paramref name="Total"/>.</summary>
public sealed record ContextView(int Budget, int Total, bool IsExact, IReadOnlyList<ContextLine> Lines)
{
    public int Sent => Lines.Count(line => line is { Seq: not null, LeftOut: false });
}

/// <param name="What">What it is: the system prompt, the summary, a message.</param>
/// <param name="Seq">The message's number.</param>
/// <param name="Note">Why it was cut or left out, if it was.</param>
public sealed record ContextLine(string What, int? Seq, int Tokens, string? Note = null, bool LeftOut = false);
