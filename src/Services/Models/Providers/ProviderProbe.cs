using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ConversationMemory.Data.Models;

namespace ConversationMemory.Services.Models.Providers;

/// <summary>
/// Asks a provider for the models it offers. Of the answer only the status and the models' names are looked at: bodies can repeat the key.
/// </summary>
public sealed class ProviderProbe(ProviderSecrets secrets, TimeProvider clock)
{
    private const int MostBytes = 2_000_000;
    private const int MostModels = 1000;
    private const int LongestName = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly record struct Answer(ProbeOutcome Outcome, int? Status, IReadOnlyList<string> Models);

    public async Task<ProbeResult> RunAsync(Provider provider, CancellationToken ct)
    {
        if (!secrets.TryRead(provider, out var key, out var headers))
            return new ProbeResult(ProbeOutcome.KeyLost, KeyVerdict.Unknown, [], TimeSpan.Zero, null);
        var begun = clock.GetTimestamp();
        var answer = await AskAsync(provider.Endpoint, key, headers, ct);
        var took = clock.GetElapsedTime(begun);
        return new ProbeResult(answer.Outcome, await VerdictAsync(provider.Endpoint, key, answer, ct), answer.Models, took, answer.Status);
    }

    // Several providers tell their models to anybody: then an answer says nothing about the key.
    private async Task<KeyVerdict> VerdictAsync(string endpoint, string? key, Answer answer, CancellationToken ct) => (key, answer.Outcome) switch
    {
        (null, _) => KeyVerdict.None,
        (_, ProbeOutcome.KeyRefused) => KeyVerdict.Refused,
        (_, ProbeOutcome.Works) => (await AskAsync(endpoint, null, new Dictionary<string, string>(), ct)).Outcome == ProbeOutcome.KeyRefused
            ? KeyVerdict.Accepted : KeyVerdict.Unknown,
        _ => KeyVerdict.Unknown,
    };

    private async Task<Answer> AskAsync(string endpoint, string? key, IReadOnlyDictionary<string, string> headers, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint + "/models");
        request.Headers.Accept.ParseAdd("application/json");
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await ProviderTransport.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Answer(ProbeOutcome.Timeout, null, []);
        }
        catch (HttpRequestException failure)
        {
            return new Answer(Of(failure.HttpRequestError), null, []);
        }
        catch (IOException)
        {
            return new Answer(ProbeOutcome.NotOpenAI, null, []);
        }
    }

    private static ProbeOutcome Of(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => ProbeOutcome.NoSuchHost,
        HttpRequestError.SecureConnectionError => ProbeOutcome.NotSecure,
        HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError => ProbeOutcome.NotOpenAI,
        _ => ProbeOutcome.Unreachable,
    };

    private static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var outcome = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ProbeOutcome.KeyRefused,
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => ProbeOutcome.NoList,
            HttpStatusCode.TooManyRequests => ProbeOutcome.RateLimited,
            _ => status switch
            {
                >= 500 => ProbeOutcome.Fault,
                >= 400 => ProbeOutcome.Refused,
                >= 300 => ProbeOutcome.Redirects,
                _ => ProbeOutcome.Works,
            },
        };
        if (outcome != ProbeOutcome.Works) return new Answer(outcome, status, []);
        if (await BytesAsync(response.Content, ct) is not { } bytes) return new Answer(ProbeOutcome.TooMuch, status, []);
        return ModelsIn(bytes) is { } models ? new Answer(ProbeOutcome.Works, status, models) : new Answer(ProbeOutcome.NotOpenAI, status, []);
    }

    /// <returns>Null: more than is read.</returns>
    private static async Task<byte[]?> BytesAsync(HttpContent content, CancellationToken ct)
    {
        await using var body = await content.ReadAsStreamAsync(ct);
        using var read = new MemoryStream();
        var part = new byte[16_384];
        for (int count; (count = await body.ReadAsync(part, ct)) > 0;)
        {
            if (read.Length + count > MostBytes) return null;
            read.Write(part, 0, count);
        }

        return read.ToArray();
    }

    private static List<string>? ModelsIn(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
                return null;
            return [.. data.EnumerateArray().Select(Name).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostModels)];
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Name(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            && id.GetString() is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl)
            ? name
            : null;
}
