using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api.Json;

/// <summary>
/// A request's JSON body. Names may be in snake_case or camelCase; unknown ones are ignored, but one that names another
/// person is refused: who is asking is for the session or key to say.
/// </summary>
internal sealed record Body<T>(T Value)
    where T : class
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <exception cref="ApiException">The body will not do.</exception>
    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType()) throw ApiException.NotJson();
        var bytes = await BytesAsync(context.Request, context.RequestAborted);
        try
        {
            var fields = Fields(JsonNode.Parse(bytes.Span, documentOptions: Strict));
            RefuseOthers(fields, context.User.UserId());
            return new Body<T>(fields.Deserialize<T>(ApiJson.Options)!);
        }
        catch (JsonException problem) when (problem.Path is { Length: > 2 } path)
        {
            throw ApiException.BadRequest("wrong_type", $"The value of \"{path[2..]}\" has the wrong type.");
        }
        catch (JsonException problem)
        {
            throw ApiException.BadRequest("malformed_json", $"The body is not the JSON object that is expected. {problem.Message}");
        }
        catch (InvalidOperationException)
        {
            // The way System.Text.Json says that an escape is half of a surrogate pair.
            throw NotUnicode();
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest request, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, ct);
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        return Utf8.IsValid(bytes.Span) ? bytes : throw NotUnicode();
    }

    private static JsonObject Fields(JsonNode? body)
    {
        var fields = new JsonObject();
        foreach (var (given, value) in body as JsonObject ?? throw new JsonException("It must begin with {."))
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(given);
            if (!fields.TryAdd(name, value?.DeepClone())) throw new JsonException($"\"{name}\" is there twice.");
        }

        return fields;
    }

    private static void RefuseOthers(JsonObject fields, Guid? self)
    {
        foreach (var name in (ReadOnlySpan<string>)["user_id", "owner_id"])
        {
            if (fields[name] is not { } named) continue;
            if (named.GetValueKind() != JsonValueKind.String || !Guid.TryParse(named.GetValue<string>(), out var id) || id != self)
                throw ApiException.AnotherPerson(name);
        }
    }

    private static ApiException NotUnicode() => ApiException.BadRequest(
        "unstorable", "The body holds text that is not Unicode, such as half of an emoji. Nothing was stored.");
}
