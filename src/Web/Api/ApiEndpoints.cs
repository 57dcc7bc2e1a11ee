using ConversationMemory.Services.Imports;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Endpoints;
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
        var api = app.MapGroup("/api").Through(Door.Api).RequireAuthorization().RequireKeyAccess().AnswersProblems();
        var admin = app.MapGroup("/api/admin").Through(Door.AdminApi).RequireAuthorization(Policies.Admin).RequireKeyAccess().WithTags("Administration").AnswersProblems();
        api.MapChat();
        api.MapConversations();
        api.MapExports();
        api.MapImports(app.Services.GetRequiredService<IOptions<ImportOptions>>().Value);
        api.MapShares();
        api.MapMembers();
        api.MapTemplates();
        api.MapAgents();
        api.MapKeys();
        api.MapRetention();
        api.MapSearch();
        api.AnswerHead();
        admin.MapStorage();
        admin.MapAdminRetention();
        admin.MapCleanup();
        admin.AnswerHead();
        app.MapOpenApi("/openapi/{documentName}.json").Through(Door.Description).AllowAnonymous();
    }

    /// <summary>The calls about one conversation: its owner's alone, unless an endpoint says otherwise by <see cref="ForMembersAttribute"/>.</summary>
    public static RouteGroupBuilder MapOneConversation(this RouteGroupBuilder api, string rest = "")
    {
        var conversation = api.MapGroup("/conversations/{id:guid}" + rest).WithMetadata(ForMembersAttribute.OwnersOnly)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return conversation.AddEndpointFilter<RouteGroupBuilder, ConversationAccessEndpointFilter>();
    }

    // What each of them may answer.
    private static RouteGroupBuilder AnswersProblems(this RouteGroupBuilder api) => api
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status500InternalServerError);

    /// <summary>What answers GET answers HEAD too; the server leaves the body out.</summary>
    private static void AnswerHead(this RouteGroupBuilder api) => ((IEndpointConventionBuilder)api).Add(endpoint =>
    {
        var gets = endpoint.Metadata.OfType<HttpMethodMetadata>().Where(methods => methods.HttpMethods.SequenceEqual([HttpMethods.Get])).ToList();
        foreach (var get in gets) endpoint.Metadata[endpoint.Metadata.IndexOf(get)] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
    });
}
