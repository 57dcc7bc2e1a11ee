using System.Runtime.CompilerServices;
using ConversationMemory.Data.Messages;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>Lets a model answer, running the tools it calls in between.</summary>
public sealed class ToolLoop(ModelInUse model, ToolLimits limits)
{
    /// <exception cref="ModelException">The model did not answer wholly; the parts before it stand.</exception>
    public async IAsyncEnumerable<ReplyPart> RunAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limits.TotalTime);
        var parts = RoundsAsync(messages, options, time.Token).GetAsyncEnumerator(CancellationToken.None);
        await using var disposal = parts.ConfigureAwait(false);
        while (await MoveNextAsync(parts, cancellationToken).ConfigureAwait(false))
            yield return parts.Current;
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ReplyPart> parts, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelException(ModelError.Timeout, "time limit of the reply");
        }
    }

    private async IAsyncEnumerable<ReplyPart> RoundsAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var history = messages.ToList();
        var calls = new ToolCalls(options, limits, model.Counter);
        var usage = new UsageDetails();
        for (var round = 0; ; round++)
        {
            var offered = options.Clone();
            if (round == limits.MaxRounds || calls.IsExhausted)
                offered.ToolMode = ChatToolMode.None;
            var updates = new List<ChatResponseUpdate>();
            await foreach (var update in model.StreamAsync("reply", history, offered, cancellationToken).ConfigureAwait(false))
            {
                updates.Add(update);
                if (update.Text.Length > 0)
                    yield return new TextDelta(update.Text);
            }
            var response = updates.ToChatResponse();
            if (response.Usage is not null)
                usage.Add(response.Usage);
            var wanted = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (wanted.Count == 0)
            {
                yield return new Completed(response.FinishReason?.Value ?? "stop", usage.InputTokenCount, usage.OutputTokenCount);
                yield break;
            }
            if (offered.ToolMode is NoneChatToolMode || !calls.HasRoomFor(response.Text, wanted))
                throw new ModelException(ModelError.ToolLimit, $"round {round + 1}");
            history.Add(new ChatMessage(ChatRole.Assistant, [.. Said(response.Text), .. wanted]));
            foreach (var call in wanted)
            {
                yield return new ToolStarted(call.CallId, call.Name, ToolArguments.Write(call.Arguments));
                var result = await calls.RunAsync(call, cancellationToken).ConfigureAwait(false);
                history.Add(new ChatMessage(ChatRole.Tool, [result.ToContent(call.CallId)]));
                yield return new ToolFinished(Stored(call, result));
            }
        }
    }

    private static IEnumerable<AIContent> Said(string text) => text.Length > 0 ? [new TextContent(text)] : [];

    private ToolCall Stored(FunctionCallContent call, ToolResult result) => ToolCallRecord.Fit(
        [new ToolCall(call.CallId, call.Name, ToolArguments.Write(call.Arguments), result.Status, result.Text)],
        limits.MaxStoredSize)[0];
}
