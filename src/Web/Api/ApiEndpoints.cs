using ConversationMemory.Services.Imports;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Api;

/// <summary>The HTTP API for programs, below <c>/api</c>, and its description.</summary>
internal static class ApiEndpoints
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions))
        // The same answer to a parameter that cannot be read in every environment.
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false)
        .AddExceptionHandler<ApiExceptionHandler>()
        .AddScoped<ChatReplies>()
        .AddApiDescription();

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api").RequireAuthorization()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        api.AddEndpointFilter<MemberCalls>();
        api.MapChat();
        api.MapConversations();
        api.MapExports();
        api.MapImports(app.Services.GetRequiredService<IOptions<ImportOptions>>().Value);
        api.MapShares();
        api.MapMembers();
        api.MapTemplates();
        api.MapAgents();
        api.MapKeys();
        api.MapStorage();
        api.MapRetention();
        api.MapSearch();
        api.MapCleanup();
        api.AnswerHead();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    /// <summary>What answers GET answers HEAD too; the server leaves the body out.</summary>
    private static void AnswerHead(this RouteGroupBuilder api) => ((IEndpointConventionBuilder)api).Add(endpoint =>
    {
        var gets = endpoint.Metadata.OfType<HttpMethodMetadata>().Where(methods => methods.HttpMethods.SequenceEqual([HttpMethods.Get])).ToList();
        foreach (var get in gets) endpoint.Metadata[endpoint.Metadata.IndexOf(get)] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
    });
}
