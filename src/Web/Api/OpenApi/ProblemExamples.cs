using System.Globalization;
using System.Text.Json;
using ConversationMemory.Web.Api.Problems;
using Microsoft.OpenApi;

namespace ConversationMemory.Web.Api.OpenApi;

/// <summary>Shows what each error looks like.</summary>
internal static class ProblemExamples
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>Says that an endpoint may answer these errors, and those that each endpoint may.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses) endpoint.ProducesProblem(status);
        return endpoint;
    }

    public static void AddTo(IOpenApiResponse response, string status)
    {
        if (response.Content is null || !response.Content.TryGetValue(ProblemJson, out var media)) return;
        var problem = StandardProblems.Of(int.Parse(status, CultureInfo.InvariantCulture)).ProblemDetails;
        media.Example = JsonSerializer.SerializeToNode(problem);
    }
}
