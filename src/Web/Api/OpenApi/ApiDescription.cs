using ConversationMemory.Data.Accounts;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace ConversationMemory.Web.Api.OpenApi;

/// <summary>The description of the API at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) is true
            && description.HttpMethod != HttpMethods.Head;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<IAuthorizeData>().Any()) RequireKey(operation, context.Document!, metadata.OfType<KeyAccess>().LastOrDefault()?.Scope);
            foreach (var (status, response) in operation.Responses ?? []) ProblemExamples.AddTo(response, status);
            return Task.CompletedTask;
        });
    });

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ConversationMemory",
            Version = "v1",
            Description =
                """
                Chat with agents and read the conversations that were kept. Names are in snake_case; requests may use camelCase.
                Errors are problem details (RFC 9457) with a stable `code`. Make a key under /account/keys and send it as
                `Authorization: Bearer cm_…`; what is not yours answers 404. Each call names the scope that its key needs; without it
                it answers 403 `missing_scope`.
                """,
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "A key made under /account/keys." },
        };
    }

    private static void RequireKey(OpenApiOperation operation, OpenApiDocument document, KeyScope? scope) => operation.Security =
    [
        new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = scope is { } needed ? [KeyScopes.Name(needed)] : [] },
    ];
}
