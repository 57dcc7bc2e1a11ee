using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>
/// Any OpenAI-compatible endpoint as an <see cref="IChatClient"/>: the OpenAI SDK's pipeline (address, key, retries, timeouts)
/// with our own reading of the stream. It takes the place of the Microsoft.Extensions.AI.OpenAI package.
/// </summary>
public sealed class OpenAIChatClient : IChatClient
{
    private readonly OpenAI.Chat.ChatClient _client;
    private readonly ChatClientMetadata _metadata;
    private readonly bool _isOpenAI;
    private readonly bool _takesSystemMessages;

    /// <param name="model">The model of requests whose options name none.</param>
    public OpenAIChatClient(ModelOptions options, string model)
    {
        _isOpenAI = options.Endpoint!.Host.EndsWith("openai.com", StringComparison.Ordinal);
        _metadata = new ChatClientMetadata(ProviderOf(options.Endpoint), defaultModelId: model);
        var pipeline = new OpenAI.OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            NetworkTimeout = options.StreamTimeout,
            RetryPolicy = new ModelRetryPolicy(options.RetryDelay),
        };
        _takesSystemMessages = options.TakesSystemMessages;
        if (options.Transport is not null)
            pipeline.Transport = options.Transport;
        if (options.Headers.Count > 0)
            pipeline.AddPolicy(new WithHeaders(options.Headers), PipelinePosition.PerCall);
        if (options.ApiKey is null)
            pipeline.AddPolicy(new WithoutKey(), PipelinePosition.BeforeTransport);
        _client = new OpenAI.Chat.ChatClient(model, new ApiKeyCredential(options.ApiKey ?? "none"), pipeline);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <exception cref="ModelException">The model did not answer, or not wholly; what came before it is to be kept.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? _metadata.DefaultModelId!;
        using var response = await SendAsync(ChatRequest.Write(messages, options, model, _isOpenAI, _takesSystemMessages), cancellationToken).ConfigureAwait(false);
        var updates = new ChatStream(model).ReadAsync(response.ContentStream!, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = updates.ConfigureAwait(false);
        while (await MoveNextAsync(updates, cancellationToken).ConfigureAwait(false))
            yield return updates.Current;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The SDK's client holds nothing of its own: connections belong to its shared transport.
    }

    /// <summary>By the address: names of models mean something within one provider only.</summary>
    private static string ProviderOf(Uri endpoint) => endpoint.Host switch
    {
        "api.openai.com" => "openai",
        "api.groq.com" => "groq",
        "generativelanguage.googleapis.com" => "gemini",
        "api.mistral.ai" => "mistral",
        "api.deepseek.com" => "deepseek",
        "api.anthropic.com" => "anthropic",
        "api.x.ai" => "x-ai",
        _ => "openai-compatible",
    };

    private async Task<PipelineResponse> SendAsync(BinaryData body, CancellationToken cancellationToken)
    {
        var request = new RequestOptions
        {
            CancellationToken = cancellationToken,
            BufferResponse = false,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
        };
        PipelineResponse response;
        try
        {
            response = (await _client.CompleteChatAsync(BinaryContent.Create(body), request).ConfigureAwait(false)).GetRawResponse();
            if (response.IsError)
                await response.BufferContentAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ModelFaults.FromException(exception, answerHasBegun: false);
        }
        if (!response.IsError)
            return response;
        using (response)
            throw ModelFaults.FromResponse(response);
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ModelFaults.FromException(exception, answerHasBegun: true);
        }
    }

    /// <summary>The SDK insists on a key; an endpoint without one should see none.</summary>
    private sealed class WithoutKey : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }

    private sealed class WithHeaders(IReadOnlyDictionary<string, string> headers) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Add(message);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Add(message);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Add(PipelineMessage message)
        {
            foreach (var (name, value) in headers) message.Request.Headers.Set(name, value);
        }
    }
}
