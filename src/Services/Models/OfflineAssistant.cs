using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>
/// Answers where no language model is configured, and says so. It works through the tools it is offered: it recalls what the person
/// said before, calculates, and tells the time.
/// </summary>
/// <param name="known">The tools there are; it uses those of them that a request offers.</param>
public sealed partial class OfflineAssistant(IReadOnlyList<Tool> known) : IChatClient
{
    /// <summary>The model name that stands for this assistant.</summary>
    public const string ModelName = "offline";

    private static readonly ChatClientMetadata Metadata = new("offline", defaultModelId: ModelName);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var history = messages.ToList();
        var turn = history[(history.FindLastIndex(message => message.Role == ChatRole.User) + 1)..];
        var question = history.Count > turn.Count ? history[^(turn.Count + 1)].Text : "";
        var offered = options?.Tools?.Select(tool => tool.Name).ToHashSet() ?? [];
        var tools = options?.ToolMode is NoneChatToolMode ? [] : known.Where(tool => offered.Contains(tool.Name)).ToList();
        if (!HasResult(turn) && Choose(question, tools) is { } call)
        {
            yield return Update(call);
            yield return new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.ToolCalls, ModelId = ModelName };
            yield break;
        }
        var answer = OfflineAnswer.Write(turn, question, tools, known);
        foreach (Match word in Words().Matches(answer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Update(new TextContent(word.Value));
        }
        yield return Update(new UsageContent(Usage(history, answer)));
        yield return new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.Stop, ModelId = ModelName };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // There is nothing to let go of.
    }

    /// <returns>A call of the first tool that serves; null: none does.</returns>
    private static FunctionCallContent? Choose(string question, IReadOnlyList<Tool> tools) => string.IsNullOrWhiteSpace(question) ? null
        : tools.Select(tool => tool.OfflineArguments(question) is { } arguments ? new FunctionCallContent("call_1", tool.Name, arguments) : null)
            .FirstOrDefault(call => call is not null);

    private static bool HasResult(List<ChatMessage> turn) =>
        turn.Any(message => message.Contents.OfType<FunctionResultContent>().Any());

    private static ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]) { ModelId = ModelName };

    private static UsageDetails Usage(List<ChatMessage> history, string answer)
    {
        var counter = Tokenizers.For(ModelName);
        var input = ChatTokens.PerReply + history.Sum(message => ChatTokens.Message(counter, message.Text));
        var output = counter.Count(answer);
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }

    [GeneratedRegex(@"\S+\s*|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
