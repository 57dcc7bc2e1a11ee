using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Context;

/// <summary>The messages before the one to be answered that go along: the newest that fit, without a gap.</summary>
internal sealed class History
{
    private readonly List<Unit> _units = [];
    private readonly List<ContextLeftOut> _leftOut = [];

    /// <summary>A stored message with its tool calls and their results; it is sent as a whole or not at all.</summary>
    public sealed record Unit(int Seq, int Tokens, IReadOnlyList<ChatMessage> Messages);

    private History()
    {
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Unit> Units => _units;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ContextLeftOut> LeftOut => _leftOut;

    public int Tokens { get; private set; }

    /// <param name="summarisedThrough">Messages up to this seq are in the summary that is sent; null: there is none.</param>
    public static History Choose(ContextRequest request, ContextMessage asked, int? summarisedThrough, int room)
    {
        var history = new History();
        var isFull = false;
        foreach (var message in request.Messages.Reverse())
        {
            if (ReferenceEquals(message, asked))
                continue;
            var tokens = Count(message, request.Counter);
            var reason = message.Seq > asked.Seq ? "later"
                : !IsWhole(message) ? "empty"
                : message.Seq <= summarisedThrough ? "summarised"
                : isFull || tokens > room - history.Tokens ? "budget"
                : null;
            isFull |= reason == "budget";
            if (reason is null)
                history.Add(new Unit(message.Seq, tokens, Expand(message)));
            else
                history._leftOut.Add(new ContextLeftOut(message.Seq, tokens, reason));
        }
        history._units.Reverse();
        history._leftOut.Reverse();
        return history;
    }

    private void Add(Unit unit)
    {
        _units.Add(unit);
        Tokens += unit.Tokens;
    }

    /// <summary>A result without its call would be refused; text or calls there must be.</summary>
    private static bool IsWhole(ContextMessage message) =>
        message.Role is "user" or "assistant" or "system"
        && (!string.IsNullOrWhiteSpace(message.Content) || message.ToolCalls.Count > 0);

    private static int Count(ContextMessage message, TokenCounter counter)
    {
        var tokens = string.IsNullOrWhiteSpace(message.Content) ? 0 : ChatTokens.PerMessage + (message.Tokens ?? counter.Count(message.Content));
        if (message.ToolCalls.Count > 0)
            tokens += ChatTokens.PerMessage;
        foreach (var call in message.ToolCalls)
            tokens += ChatTokens.Call(counter, call.Name, call.Input) + ChatTokens.Message(counter, call.Output ?? "");
        return tokens;
    }

    private static List<ChatMessage> Expand(ContextMessage message)
    {
        var expanded = new List<ChatMessage>();
        if (message.ToolCalls.Count > 0)
        {
            expanded.Add(new ChatMessage(ChatRole.Assistant, [.. message.ToolCalls.Select(Call)]));
            expanded.AddRange(message.ToolCalls.Select(call =>
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.Id, call.Output ?? "")])));
        }
        if (!string.IsNullOrWhiteSpace(message.Content))
            expanded.Add(new ChatMessage(new ChatRole(message.Role), message.Content));
        return expanded;
    }

    private static FunctionCallContent Call(ToolCall call) =>
        new(call.Id, call.Name, ToolArguments.Read(call.Input) ?? new Dictionary<string, object?>());
}
