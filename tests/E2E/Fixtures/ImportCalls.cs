using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Imports by the HTTP API, and files to import.</summary>
public static class ImportCalls
{
    /// <summary>Uploads a file and waits until it was read.</summary>
    /// <returns>The import's id.</returns>
    public static async Task<string> UploadAsync(this HttpClient program, byte[] file, string name = "conversations.json")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", name } };
        var answer = await program.CallAsync(HttpMethod.Post, "/api/imports", form);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Json.ToString());
        var id = answer.Text("id")!;
        await program.UntilImportAsync(id, "ready", "failed");
        return id;
    }

    public static Task<string> UploadAsync(this HttpClient program, string file) => program.UploadAsync(Encoding.UTF8.GetBytes(file));

    /// <summary>Runs it and waits for its end.</summary>
    public static async Task<JsonElement> RunImportAsync(this HttpClient program, string id, object? choice = null)
    {
        var answer = await program.CallAsync(HttpMethod.Post, $"/api/imports/{id}/run", choice ?? new { });
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Json.ToString());
        return await program.UntilImportAsync(id, "done", "failed");
    }

    public static async Task<JsonElement> UndoImportAsync(this HttpClient program, string id)
    {
        var answer = await program.CallAsync(HttpMethod.Delete, $"/api/imports/{id}");
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Json.ToString());
        return await program.UntilImportAsync(id, "undone");
    }

    /// <summary>Waits until an import is in one of these states.</summary>
    public static async Task<JsonElement> UntilImportAsync(this HttpClient program, string id, params string[] states)
    {
        JsonElement read = default;
        await Until.TrueAsync(async () =>
        {
            read = (await program.GetJsonAsync($"/api/imports/{id}")).Json;
            return states.Contains(read.GetProperty("import").GetProperty("state").GetString());
        });
        return read;
    }

    public static int Figure(this JsonElement preview, string name) => preview.GetProperty("figures").GetProperty(name).GetInt32();

    public static string? State(this JsonElement preview) => preview.GetProperty("import").GetProperty("state").GetString();

    public static string? Error(this JsonElement preview) => preview.GetProperty("import").GetProperty("error").GetString();

    /// <summary>A file of ChatGPT: each conversation with so many messages, the last one so many days ago.</summary>
    public static string ChatGpt(params (string Id, int Messages, double DaysAgo)[] conversations) =>
        $"[{string.Join(",", conversations.Select(c => ChatGpt(c.Id, c.Messages, DateTimeOffset.UtcNow.AddDays(-c.DaysAgo))))}]";

    /// <summary>One conversation whose last question has two answers; the second was shown.</summary>
    public static string Branched(string id) => $$"""
        [{"title": "Branched {{id}}", "conversation_id": "{{id}}", "create_time": {{Now}}, "current_node": "b", "mapping": {
          "q": {"parent": null, "message": {"author": {"role": "user"}, "create_time": {{Now}}, "content": {"content_type": "text", "parts": ["Where to?"]} } },
          "a": {"parent": "q", "message": {"author": {"role": "assistant"}, "create_time": {{Now}}, "content": {"content_type": "text", "parts": ["Rome"]} } },
          "b": {"parent": "q", "message": {"author": {"role": "assistant"}, "create_time": {{Now}}, "content": {"content_type": "text", "parts": ["Oslo"]} } } } }]
        """;

    private static string Now => Seconds(DateTimeOffset.UtcNow.AddMinutes(-5));

    private static string ChatGpt(string id, int messages, DateTimeOffset last)
    {
        var nodes = Enumerable.Range(1, messages).Select(i => $$"""
            "n{{i}}": {"parent": {{(i == 1 ? "null" : $"\"n{i - 1}\"")}}, "message": {"author": {"role": "{{(i % 2 == 1 ? "user" : "assistant")}}"},
            "create_time": {{Seconds(last.AddMinutes(i - messages))}}, "content": {"content_type": "text", "parts": ["Message {{i}} of {{id}}"] } } }
            """);
        return $$"""{"title": "Chat {{id}}", "conversation_id": "{{id}}", "create_time": {{Seconds(last.AddMinutes(-messages))}}, "current_node": "n{{messages}}", "mapping": { {{string.Join(",", nodes)}} } }""";
    }

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
}

public static class ImportUploads
{
    /// <summary>Gives an import its upload back, as if it had not come to its end.</summary>
    public static async Task UploadAgainAsync(this HttpClient program, TestDatabase database, string id, string file)
    {
        ArgumentNullException.ThrowIfNull(database);
        var other = await program.UploadAsync(file);
        await database.RunAsync("UPDATE app.imports SET file_id = (SELECT file_id FROM app.imports WHERE id = $2) WHERE id = $1", Guid.Parse(id), Guid.Parse(other));
        await database.RunAsync("UPDATE app.imports SET file_id = NULL WHERE id = $1", Guid.Parse(other));
    }
}
