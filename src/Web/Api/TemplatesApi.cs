using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Templates;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Security;

namespace ConversationMemory.Web.Api;

internal sealed record TemplatesAnswer(IReadOnlyList<Template> Templates);

/// <param name="ConversationId">Of yours, whose opening it takes.</param>
/// <param name="First">So many of its messages, at most 50; left out: all.</param>
/// <param name="ForOrganisation">Everybody of the organisation may use it; admins only.</param>
internal sealed record TemplateBody(Guid? ConversationId, string? Name, string? Description = null, int? First = null, bool ForOrganisation = false);

/// <param name="Values">By the names of placeholders; what is left out stays as it is.</param>
/// <param name="Send">False: the last message of the person is answered as draft and not sent.</param>
internal sealed record StartBody(Dictionary<string, string>? Values = null, bool Send = true);

internal static class TemplatesApi
{
    public static void MapTemplates(this RouteGroupBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("Templates");
        templates.MapGet("/", async (ConversationTemplates all, CancellationToken ct) => TypedResults.Ok(new TemplatesAnswer(await all.ListAsync(ct))))
            .WithSummary("List your templates and those of your organisation, by name")
            .Produces<TemplatesAnswer>();
        templates.MapPost("/", SaveAsync)
            .WithSummary("Save a conversation, or its opening, as a template")
            .Accepts<TemplateBody>("application/json")
            .Produces<Template>(StatusCodes.Status201Created)
            .ProducesProblems(400, 403, 404, 413, 415);
        templates.MapPost("/{template:guid}/start", StartAsync)
            .RequireRateLimiting(RateLimits.Chat)
            .WithSummary("Begin a conversation with a template")
            .Accepts<StartBody>("application/json")
            .Produces<StartedConversation>(StatusCodes.Status201Created)
            .ProducesProblems(400, 403, 404, 409, 413, 415, 429);
    }

    private static async Task<IResult> SaveAsync(Body<TemplateBody> body, ConversationTemplates templates, CancellationToken ct)
    {
        var wanted = body.Value;
        var opening = await templates.OpeningAsync(wanted.ConversationId ?? Guid.Empty, wanted.First, ct) ?? throw ProblemException.NoConversation();
        var id = await templates.AddAsync(opening.Conversation.AgentId, new TemplateText(wanted.Name, wanted.Description, wanted.ForOrganisation, opening.Messages), ct);
        return TypedResults.Created((string?)null, await templates.FindAsync(id, ct));
    }

    private static async Task<IResult> StartAsync(Guid template, Body<StartBody> body, TemplateStart start, CancellationToken ct) =>
        await start.StartAsync(template, body.Value.Values ?? [], body.Value.Send, timeZone: null, ct) is { } started
            ? TypedResults.Created((string?)null, started)
            : StandardProblems.Of(StatusCodes.Status404NotFound);
}
