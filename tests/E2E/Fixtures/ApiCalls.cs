using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>What the HTTP API answered.</summary>
/// <param name="Json">Undefined where there was no body.</param>
public sealed record ApiAnswer(HttpStatusCode Status, string? ContentType, JsonElement Json, HttpResponseMessage Message)
{
    public JsonElement this[string name] => Json.GetProperty(name);

    public string? Text(string name) => Json.GetProperty(name).GetString();

    public int Number(string name) => Json.GetProperty(name).GetInt32();
}

/// <summary>Talks to the HTTP API as a program does.</summary>
public static class ApiCalls
{
    public static async Task<ApiAnswer> CallAsync(
        this HttpClient client, HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, body, headers);
        var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var json = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        return new ApiAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, json, answer);
    }

    public static Task<ApiAnswer> GetJsonAsync(this HttpClient client, string path) => client.CallAsync(HttpMethod.Get, path);

    /// <summary>Sends a message and waits for the reply.</summary>
    public static Task<ApiAnswer> ChatAsync(this HttpClient client, string message, string? conversation = null, string? key = null) =>
        client.CallAsync(HttpMethod.Post, "/api/agent/chat", new { message, conversation_id = conversation },
            key is null ? [] : [("Idempotency-Key", key)]);

    /// <summary>Sends a message and yields the events of the reply as they arrive.</summary>
    public static async IAsyncEnumerable<(string Type, JsonElement Data)> StreamChatAsync(
        this HttpClient client, string message, string? conversation = null)
    {
        using var request = Request(HttpMethod.Post, "/api/agent/chat", new { message, conversation_id = conversation }, [("Accept", "text/event-stream")]);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
            yield return (item.EventType, JsonDocument.Parse(item.Data).RootElement);
    }

    public static async Task<IReadOnlyList<JsonElement>> MessagesOf(this HttpClient client, string conversation) =>
        [.. (await client.GetJsonAsync($"/api/conversations/{conversation}/messages?limit=100"))["messages"].EnumerateArray()];

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body as HttpContent ?? JsonContent.Create(body);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return request;
    }
}
