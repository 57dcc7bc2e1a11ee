using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>What the app has mapped, found by itself: a route that is added is tested from the start.</summary>
internal static class MappedRoutes
{
    /// <summary>An id in the form of ours, of nothing.</summary>
    public const string NoId = "01900000-0000-7000-8000-00000000dead";

    // While developing, the framework looks for files that were added since the build; it is no endpoint of ours.
    public static IEnumerable<RouteEndpoint> Endpoints(this Portal portal) =>
        portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText != "{**path:file}");

    public static bool IsApi(this RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>A page takes what it has a handler for; POST stands for all that changes something.</summary>
    public static IEnumerable<HttpMethod> Methods(this RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]).Where(method => method != "HEAD").Select(method => new HttpMethod(method));

    /// <summary>Such as <c>/api/conversations/{id}</c>.</summary>
    public static string Route(this RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part is RoutePatternLiteralPart literal ? literal.Content : $"{{{((RoutePatternParameterPart)part).Name}}}"))));

    /// <summary>An address that matches it, of nothing that is there.</summary>
    public static string Address(this RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "place" } => "organisations",
            RoutePatternParameterPart { Name: "verb" } => "retry",
            RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(policy => policy.Content == "int") => "404",
            _ => NoId,
        }))));
}
