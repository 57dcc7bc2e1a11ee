using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Sockets;
using System.Text.Json;

namespace ConversationMemory.Services.Models;

/// <summary>
/// Turns what goes wrong with a provider into a <see cref="ModelException"/>. Of a provider's answer only the status and known
/// error codes are looked at: bodies can repeat the key and the prompt.
/// </summary>
internal static class ModelFaults
{
    /// <summary>For an answer with an error status.</summary>
    public static ModelException FromResponse(PipelineResponse response)
    {
        var cause = $"HTTP {response.Status}";
        var code = ErrorCode(response);
        if (code is "context_length_exceeded" or "string_above_max_length" or "exceed_context_size_error")
            return new ModelException(ModelError.TooLong, cause);
        if (code is "content_filter" or "content_policy_violation")
            return new ModelException(ModelError.ContentFiltered, cause);
        if (code is "model_not_found")
            return new ModelException(ModelError.NotFound, cause);
        if (code is "insufficient_quota" or "billing_hard_limit_reached")
        {
            return new ModelException(ModelError.RateLimited, cause, message:
                "The portal's account with the model's provider has no credit left. Please tell an administrator; your message is kept.");
        }
        var kind = response.Status switch
        {
            401 or 403 => ModelError.NotAuthorised,
            404 => ModelError.NotFound,
            408 or 504 => ModelError.Timeout,
            413 => ModelError.TooLong,
            429 => ModelError.RateLimited,
            >= 500 => ModelError.Unavailable,
            >= 400 => ModelError.BadRequest,
            _ => ModelError.Nonsense,
        };
        return new ModelException(kind, cause, ModelRetryPolicy.RetryAfter(response));
    }

    /// <summary>For an exception that is not a cancellation by the caller.</summary>
    public static ModelException FromException(Exception exception, bool answerHasBegun)
    {
        var cause = exception.GetType().Name;
        return Chain(exception) switch
        {
            var chain when chain.OfType<ModelException>().FirstOrDefault() is { } known => known,
            var chain when chain.Any(e => e is OperationCanceledException or TimeoutException) =>
                new ModelException(ModelError.Timeout, cause),
            var chain when chain.Any(e => e is JsonException or FormatException) => new ModelException(ModelError.Nonsense, cause),
            _ when answerHasBegun => new ModelException(ModelError.BrokenStream, cause),
            var chain when chain.Any(e => e is SocketException or HttpRequestException or IOException or ClientResultException) =>
                new ModelException(ModelError.Unreachable, cause),
            _ => new ModelException(ModelError.Nonsense, cause),
        };
    }

    /// <summary>For an <c>error</c> object in the middle of a stream.</summary>
    public static ModelException FromErrorChunk(JsonElement error) => Code(error) switch
    {
        "content_filter" => new ModelException(ModelError.ContentFiltered, "error chunk"),
        "rate_limit_exceeded" or "rate_limit_error" => new ModelException(ModelError.RateLimited, "error chunk"),
        _ => new ModelException(ModelError.BrokenStream, "error chunk"),
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        if (exception is AggregateException all)
            return all.Flatten().InnerExceptions.SelectMany(Chain);
        return exception.InnerException is { } inner ? Chain(inner).Prepend(exception) : [exception];
    }

    private static string? ErrorCode(PipelineResponse response)
    {
        try
        {
            using var json = JsonDocument.Parse(response.Content);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error)
                ? Code(error)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Code(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in new[] { "code", "type" })
        {
            if (error.TryGetProperty(name, out var code) && code.ValueKind == JsonValueKind.String)
                return code.GetString();
        }
        return null;
    }
}
