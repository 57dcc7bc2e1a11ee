using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Notifications;

/// <summary>Posts events as JSON to the address that the operator set. What may pass is tried three times.</summary>
public sealed class WebhookSender(WebhookOptions options, TimeProvider clock, ILogger<WebhookSender> log) : IDisposable
{
    private const int MostTries = 3;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    // Not of the factory, whose log names addresses. A redirect could lead to where the operator did not mean it to go.
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public bool IsConfigured => options.Url is not null;

    /// <param name="payload">Becomes a JSON object, its names in snake_case.</param>
    /// <param name="ct">Ends it; an answer after that is not waited for.</param>
    /// <returns>How it ended. It throws for nothing but <paramref name="ct"/>.</returns>
    public async Task<WebhookResult> SendAsync(object payload, CancellationToken ct)
    {
        if (!IsConfigured) return new WebhookResult(WebhookOutcome.NotConfigured, null, 0);
        var id = $"msg_{Guid.CreateVersion7():N}";
        var body = JsonSerializer.SerializeToUtf8Bytes(payload, payload.GetType(), Json);
        for (var tries = 1; ; tries++)
        {
            var (outcome, status) = await TryAsync(id, body, ct);
            if (tries == MostTries || !MayPass(outcome, status)) return Told(new WebhookResult(outcome, status, tries));
            await Task.Delay(options.RetryDelay * Math.Pow(4, tries - 1), clock, ct);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<(WebhookOutcome Outcome, int? Status)> TryAsync(string id, byte[] body, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        using var request = Request(id, body);
        try
        {
            // What the receiver says besides its status is nobody's business here.
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (answer.IsSuccessStatusCode ? WebhookOutcome.Delivered : WebhookOutcome.Refused, (int)answer.StatusCode);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (WebhookOutcome.Timeout, null);
        }
        catch (HttpRequestException)
        {
            return (WebhookOutcome.Unreachable, null);
        }
    }

    private HttpRequestMessage Request(string id, byte[] body)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, options.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ConversationMemory", null));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
        if (options.Secret is { } secret) request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, id, now, body));
        return request;
    }

    private static bool MayPass(WebhookOutcome outcome, int? status) => outcome switch
    {
        WebhookOutcome.Unreachable or WebhookOutcome.Timeout => true,
        WebhookOutcome.Refused => status is (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500,
        _ => false,
    };

    private WebhookResult Told(WebhookResult result)
    {
        if (!result.IsDelivered)
            log.LogWarning("A webhook was not delivered: {Outcome}, HTTP {Status}, {Tries} tries", result.Outcome, result.Status, result.Tries);
        return result;
    }
}
