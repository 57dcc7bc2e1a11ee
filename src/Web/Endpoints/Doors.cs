using ConversationMemory.Web.Security;

namespace ConversationMemory.Web.Endpoints;

internal static class Doors
{
    /// <summary>Gives the endpoints a door's rules. Those they have themselves win: the last of a kind counts.</summary>
    public static TBuilder Through<TBuilder>(this TBuilder endpoints, Door door)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            foreach (var rule in door.Rules) endpoint.Metadata.Insert(0, rule);
        });
        return endpoints;
    }

    /// <summary>
    /// After routing: from here on every request has an endpoint with rules. One that matched nothing, or not with its method or type, has
    /// those of the door it knocked at.
    /// </summary>
    public static WebApplication UseDoors(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var endpoint = context.GetEndpoint();
            if (endpoint?.Metadata.GetMetadata<ErrorShape>() is null)
                context.SetEndpoint(endpoint = Refusing(endpoint, Door.Of(context.Request.Path)));
            // The endpoint itself is taken away when it fails, and exchanged for that of an error page.
            if (context.Features.Get<AskedFor>() is null) context.Features.Set(new AskedFor(endpoint!.Metadata));
            return next(context);
        });
        return app;
    }

    /// <summary>The rule of the endpoint that was asked for, whatever answers in the end.</summary>
    public static T? Rule<T>(this HttpContext context)
        where T : class => context.Features.Get<AskedFor>()?.Metadata.GetMetadata<T>();

    // The framework's own answers to a wrong method or type carry no metadata.
    private static Endpoint Refusing(Endpoint? framework, Door door) => new(
        framework?.RequestDelegate ?? NotFound,
        new EndpointMetadataCollection([.. door.Rules, new CostsAttribute(Work.Nothing)]),
        framework?.DisplayName ?? "404 Not Found");

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private sealed record AskedFor(EndpointMetadataCollection Metadata);
}
