using System.Text.Json;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class OpenApiTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly Dictionary<string, string> Statuses = new()
    {
        ["GET /api/agents"] = "200 401 403 429 500",
        ["POST /api/agent/chat"] = "200 400 401 403 404 409 413 415 422 429 500 502 503 504",
        ["GET /api/conversations"] = "200 400 401 403 429 500",
        ["GET /api/conversations/{id}"] = "200 401 403 404 429 500",
        ["PATCH /api/conversations/{id}"] = "200 400 401 403 404 413 415 429 500",
        ["DELETE /api/conversations/{id}"] = "204 400 401 403 404 409 429 500",
        ["POST /api/conversations/{id}/restore"] = "200 401 403 404 409 429 500",
        ["POST /api/conversations/{id}/archive"] = "200 401 403 404 409 429 500",
        ["POST /api/conversations/{id}/extend"] = "200 401 403 404 409 429 500",
        ["GET /api/conversations/{id}/export"] = "200 400 401 403 404 429 500 503",
        ["POST /api/exports"] = "202 400 401 403 409 413 415 429 500",
        ["GET /api/exports"] = "200 401 403 429 500",
        ["GET /api/exports/{id}"] = "200 401 403 404 429 500",
        ["GET /api/exports/{id}/file"] = "200 401 403 404 429 500",
        ["DELETE /api/exports/{id}"] = "204 401 403 404 429 500",
        ["GET /api/conversations/{id}/messages"] = "200 400 401 403 404 429 500",
        ["POST /api/conversations/{id}/summarize"] = "200 401 403 404 409 429 500 502 503 504",
        ["GET /api/admin/stats"] = "200 401 403 409 429 500",
        ["GET /api/admin/storage-stats"] = "200 401 403 409 429 500",
        ["GET /api/conversations/{id}/retention"] = "200 401 403 404 429 500",
        ["GET /api/admin/conversations/{id}/retention"] = "200 401 403 404 429 500",
        ["POST /api/admin/cleanup"] = "200 400 401 403 409 413 415 429 500",
        ["GET /api/shares"] = "200 401 403 429 500",
        ["GET /api/conversations/{id}/shares"] = "200 401 403 404 429 500",
        ["POST /api/conversations/{id}/shares"] = "201 400 401 403 404 413 415 429 500",
        ["DELETE /api/conversations/{id}/shares/{share}"] = "204 401 403 404 429 500",
        ["GET /api/conversations/{id}/members"] = "200 401 403 404 429 500",
        ["POST /api/conversations/{id}/members"] = "200 400 401 403 404 413 415 429 500",
        ["DELETE /api/conversations/{id}/members/{person}"] = "204 401 403 404 429 500",
        ["GET /api/templates"] = "200 401 403 429 500",
        ["POST /api/templates"] = "201 400 401 403 404 413 415 429 500",
        ["POST /api/templates/{template}/start"] = "201 400 401 403 404 409 413 415 429 500",
        ["POST /api/imports"] = "201 400 401 403 409 413 429 500",
        ["GET /api/imports"] = "200 400 401 403 429 500",
        ["GET /api/imports/{id}"] = "200 400 401 403 404 429 500",
        ["POST /api/imports/{id}/run"] = "202 400 401 403 404 409 413 415 429 500",
        ["DELETE /api/imports/{id}"] = "202 401 403 404 409 429 500",
        ["GET /api/search"] = "200 400 401 403 429 500 503",
        ["GET /api/keys"] = "200 401 403 429 500",
        ["GET /api/keys/current"] = "200 401 403 429 500",
        ["POST /api/keys"] = "201 400 401 403 413 415 429 500",
        ["DELETE /api/keys/{id}"] = "204 401 403 404 429 500",
    };

    [Fact]
    public async Task Every_route_is_described_with_its_statuses()
    {
        var described = await OperationsAsync();
        Assert.Equal(Routes().Order(), described.Keys.Order());
        foreach (var (route, operation) in described)
        {
            Assert.True(Statuses.TryGetValue(route, out var expected), $"{route} is new: add its statuses here.");
            Assert.Equal($"{route}: {expected}", $"{route}: {string.Join(' ', Names(operation.GetProperty("responses")).Order())}");
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("summary").GetString()));
            Assert.Equal(["bearer"], Names(operation.GetProperty("security")[0]));
        }
    }

    [Fact]
    public async Task Chat_is_described_with_its_body_and_both_kinds_of_answer()
    {
        var document = await DocumentAsync();
        var chat = (await OperationsAsync())["POST /api/agent/chat"];
        Assert.Equal(["application/json", "text/event-stream"], Names(chat.GetProperty("responses").GetProperty("200").GetProperty("content")));
        Assert.Equal(["application/json"], Names(chat.GetProperty("requestBody").GetProperty("content")));
        Assert.Equal("Idempotency-Key", Assert.Single(chat.GetProperty("parameters").EnumerateArray()).GetProperty("name").GetString());
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal(["message", "conversation_id", "agent_id"], Names(schemas.GetProperty("ChatBody").GetProperty("properties")));
        Assert.Equal(
            ["conversation_id", "message", "tool_calls", "token_count", "message_count", "is_new_conversation"],
            Names(schemas.GetProperty("ChatAnswer").GetProperty("properties")));
        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Every_error_has_an_example_with_a_code()
    {
        foreach (var (_, operation) in await OperationsAsync())
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(r => r.Name[0] is '4' or '5'))
            {
                var example = response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("example");
                Assert.Equal(response.Name, example.GetProperty("status").GetRawText());
                Assert.False(string.IsNullOrEmpty(example.GetProperty("code").GetString()));
                Assert.False(string.IsNullOrEmpty(example.GetProperty("detail").GetString()));
            }
    }

    private async Task<JsonElement> DocumentAsync() => (await portal.Client().GetJsonAsync("/openapi/v1.json")).Json;

    private async Task<Dictionary<string, JsonElement>> OperationsAsync() => (
        from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)).ToDictionary();

    private IEnumerable<string> Routes() =>
        from endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace(":guid", "", StringComparison.Ordinal)
        where path.StartsWith("/api/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method != "HEAD"
        select $"{method} {path}";

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(p => p.Name);
}
