using ConversationMemory.Services.Models;

namespace ConversationMemory.Web.Api.Problems;

/// <summary>A model's failures as HTTP tells those of a server behind the server.</summary>
internal static class ModelProblems
{
    /// <param name="failure">Null: not known any more.</param>
    public static int StatusOf(ModelError? failure) => failure switch
    {
        ModelError.Timeout => StatusCodes.Status504GatewayTimeout,
        ModelError.RateLimited => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status502BadGateway,
    };

    /// <inheritdoc cref="StatusOf"/>
    public static string CodeOf(ModelError? failure) => failure switch
    {
        ModelError.Timeout => "model_timeout",
        ModelError.RateLimited => "model_rate_limited",
        _ => "model_failed",
    };
}
