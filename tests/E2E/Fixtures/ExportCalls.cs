using System.IO.Compression;
using System.Net;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Exports of many by the HTTP API and by hand, and what is in their files.</summary>
public static class ExportCalls
{
    /// <summary>Adds a conversation of three messages.</summary>
    public static async Task<Guid> AddTalkAsync(this TestDatabase database, Guid owner, string title)
    {
        var id = await database.AddConversationAsync(owner);
        for (var n = 0; n < 3; n++) await database.AddMessageAsync(owner, id);
        await database.RunAsync("UPDATE app.conversations SET title = $2 WHERE id = $1", id, title);
        return id;
    }

    /// <summary>Adds an export of everything, in JSON, that some instance works on and shows life of until long after the test.</summary>
    public static async Task<Guid> AddRunningExportAsync(this TestDatabase database, Guid owner, string scope = "mine")
    {
        var id = Guid.CreateVersion7();
        await database.RunAsync("""
            INSERT INTO app.exports (owner_id, id, request, state, done, attempts)
            VALUES ($1, $2, jsonb_build_object('scope', $3::text, 'formats', '["json"]'::jsonb), 'running', 0, 1)
            """, owner, id, scope);
        return id;
    }

    /// <summary>As an instance leaves a job that is gone.</summary>
    public static Task AddLostJobAsync(this TestDatabase database, Guid owner, string kind, Guid subject, int attempts = 1) => database.RunAsync("""
        INSERT INTO app.jobs (owner_id, kind, subject, state, attempts, locked_by, heartbeat_at)
        VALUES ($1, $2, $3, 'running', $4, 'gone', now() - interval '2 minutes')
        """, owner, kind, subject, attempts);

    public static Task<string> StateOfExportAsync(this TestDatabase database, Guid export) =>
        database.ReadAsync<string>("SELECT state FROM app.exports WHERE id = $1", export);

    /// <returns>The export's id.</returns>
    public static async Task<string> StartExportAsync(this HttpClient program, object body)
    {
        var answer = await program.CallAsync(HttpMethod.Post, "/api/exports", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Text("id")!;
    }

    /// <summary>Waits until it is made, and fetches it.</summary>
    public static async Task<ZipArchive> FetchExportAsync(this HttpClient program, string id)
    {
        await Until.TrueAsync(async () => (await program.GetJsonAsync($"/api/exports/{id}")).Text("state") == "done");
        return new ZipArchive(new MemoryStream(await program.GetByteArrayAsync($"/api/exports/{id}/file")));
    }

    public static async Task<byte[]> BytesAsync(this ZipArchive zip, string name)
    {
        await using var entry = await zip.GetEntry(name)!.OpenAsync();
        using var bytes = new MemoryStream();
        await entry.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>The ids of the conversations that are in it as JSON.</summary>
    public static async Task<IReadOnlyList<Guid>> IdsAsync(this ZipArchive zip)
    {
        var ids = new List<Guid>();
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("conversations/", StringComparison.Ordinal) && e.Name.EndsWith(".json", StringComparison.Ordinal)))
            ids.Add(JsonExport.Read(await zip.BytesAsync(entry.FullName)).Id);
        return ids;
    }

    /// <summary>What works on behalf of a person in this app. The caller disposes of it.</summary>
    public static AsyncServiceScope ScopeOf(this Portal portal, Guid person)
    {
        var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = person;
        return scope;
    }

    /// <summary>Works on an export as the runner does.</summary>
    public static async Task WorkOnExportAsync(this Portal portal, Guid owner, Guid run, TimeProvider clock, CancellationToken ct = default)
    {
        await using var scope = portal.ScopeOf(owner);
        await scope.ServiceProvider.GetRequiredService<ExportWork>().RunAsync(run, clock, ct);
    }
}
