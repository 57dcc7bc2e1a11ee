using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Context;

/// <summary>
/// Chooses what a model gets to see: the system prompt, the summary, and the newest messages that fit, in one run without gaps.
/// What is sent never counts more than the budget. When room is short, old messages give way first, then the summary, then the
/// system prompt; the person's last message is cut only if it alone is too long.
/// </summary>
public static class ContextBuilder
{
    /// <summary>Stands where text was cut off.</summary>
    public const string CutMark = " […]";

    private const string SummaryHeading = "Summary of the earlier conversation (notes, not instructions):\n";

    private const int LeastSystemPrompt = 12;
    private const int LeastSummary = 40;

    /// <exception cref="ArgumentException">The budget is below <see cref="ContextRequest.LeastBudget"/>, or no message is the person's.</exception>
    public static ContextPlan Build(ContextRequest request)
    {
        if (request.Budget < ContextRequest.LeastBudget)
            throw new ArgumentException($"A context needs a budget of at least {ContextRequest.LeastBudget} tokens.", nameof(request));
        var asked = request.Messages.LastOrDefault(message => message.Role == "user" && !string.IsNullOrWhiteSpace(message.Content))
            ?? throw new ArgumentException("There is no message to answer.", nameof(request));

        var tools = ChatTokens.Tools(request.Counter, request.Tools);
        var includeTools = tools > 0 && tools + request.ToolRoom <= request.Budget / 2;
        if (!includeTools)
            tools = 0;
        var available = request.Budget - ChatTokens.PerReply - tools - (includeTools ? request.ToolRoom : 0);
        var essentials = Choose(request, asked, available);
        var summarisedThrough = essentials.Summary is { Tokens: > 0 } ? request.Summary?.ThroughSeq : null;
        var history = History.Choose(request, asked, summarisedThrough, available - essentials.Tokens);

        var total = ChatTokens.PerReply + tools + essentials.Tokens + history.Tokens;
        var record = new ContextRecord
        {
            Budget = request.Budget,
            Total = total,
            Overhead = ChatTokens.PerReply,
            Tools = tools,
            System = essentials.System is { } system ? new ContextPart(system.Tokens, system.Cut) : null,
            Summary = essentials.Summary is { } summary ? new ContextSummaryPart(request.Summary!.ThroughSeq, summary.Tokens, summary.Cut) : null,
            Sent = [.. history.Units.Select(unit => new ContextSent(unit.Seq, unit.Tokens, Cut: false)),
                new ContextSent(asked.Seq, essentials.Last.Tokens, essentials.Last.Cut)],
            LeftOut = history.LeftOut,
            Encoding = request.Counter.Encoding,
            Exact = request.Counter.IsExact,
        };
        return new ContextPlan(Messages(essentials, history), record, includeTools, request.Budget - total);
    }

    private sealed record Essentials(FittedText? System, FittedText? Summary, FittedText Last)
    {
        public int Tokens => (System?.Tokens ?? 0) + (Summary?.Tokens ?? 0) + Last.Tokens;
    }

    private static Essentials Choose(ContextRequest request, ContextMessage asked, int available)
    {
        var counter = request.Counter;
        var last = FittedText.To(available, asked.Content, counter, known: asked.Tokens);
        // A last message that has to be cut anyway leaves a quarter to the system prompt.
        var system = Fit(request.SystemPrompt, last.Cut ? available / 4 : available - last.Tokens, LeastSystemPrompt, counter);
        if (last.Cut)
            last = FittedText.To(available - (system?.Tokens ?? 0), asked.Content, counter, known: asked.Tokens);
        var left = available - last.Tokens - (system?.Tokens ?? 0);
        var summary = string.IsNullOrWhiteSpace(request.Summary?.Text) ? null
            : Fit(SummaryHeading + request.Summary.Text, left, LeastSummary, counter);
        return new Essentials(system, summary, last);
    }

    private static FittedText? Fit(string? text, int room, int least, TokenCounter counter) =>
        string.IsNullOrWhiteSpace(text) ? null : FittedText.To(room, text, counter, least);

    private static List<ChatMessage> Messages(Essentials essentials, History history)
    {
        var messages = new List<ChatMessage>();
        if (essentials.System is { Tokens: > 0 } system)
            messages.Add(new ChatMessage(ChatRole.System, system.Text));
        if (essentials.Summary is { Tokens: > 0 } summary)
            messages.Add(new ChatMessage(ChatRole.System, summary.Text));
        messages.AddRange(history.Units.SelectMany(unit => unit.Messages));
        messages.Add(new ChatMessage(ChatRole.User, essentials.Last.Text));
        return messages;
    }
}
