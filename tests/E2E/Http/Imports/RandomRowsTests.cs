using System.IO.Compression;
using ConversationMemory.Services.Exports;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Imports;

/// <summary>Whatever was said, it comes back from our own files as it was, through the database and all.</summary>
public sealed class RandomRowsTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly IReadOnlyList<ConversationExport> Talks = [.. Enumerable.Range(1, 60).Select(RandomTalk.Of)];

    [Fact]
    public async Task Any_conversation_gives_the_same_file_again()
    {
        await portal.Database.SetPolicyAsync("window_messages = 30, ttl_days = 30");
        var ada = await portal.KeyOf("ada");
        await ImportAsync(ada, Talks.Select(talk => ("json", JsonExport.Write(talk))));
        foreach (var talk in Talks) Assert.Equivalent(talk, await ExportAsync(ada, talk.Id), strict: true);
    }

    [Fact]
    public async Task Any_text_comes_back_from_markdown_with_role_time_and_calls()
    {
        await portal.Database.SetPolicyAsync("window_messages = 30, ttl_days = 30");
        var (bob, eve) = (await portal.KeyOf("bob"), await portal.KeyOf("eve"));
        await ImportAsync(bob, Talks.Select(talk => ("json", JsonExport.Write(talk))));
        var files = new List<(string, byte[])>();
        foreach (var talk in Talks) files.Add(("md", await bob.GetByteArrayAsync($"/api/conversations/{talk.Id}/export?format=md")));
        await ImportAsync(eve, files);
        var ids = await portal.Database.ReadAsync<Guid[]>("SELECT array_agg(id) FROM app.conversations WHERE owner_id = $1", await portal.IdOf("eve"));
        var back = new Dictionary<string, ConversationExport>();
        foreach (var id in ids)
        {
            var talk = await ExportAsync(eve, id);
            back.Add(talk.Title, talk);
        }

        foreach (var talk in Talks)
        {
            Assert.Equal(
                talk.Messages.Select(m => (m.Role, m.Status, m.Content, m.CreatedAt)),
                back[talk.Title].Messages.Select(m => (m.Role, m.Status, m.Content, m.CreatedAt)));
            Assert.Equal(talk.Messages.SelectMany(m => m.ToolCalls ?? []), back[talk.Title].Messages.SelectMany(m => m.ToolCalls ?? []));
        }
    }

    private static async Task ImportAsync(HttpClient person, IEnumerable<(string Format, byte[] Content)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (number, (format, content)) in files.Index())
            {
                await using var entry = await zip.CreateEntry($"{number}.{format}").OpenAsync();
                await entry.WriteAsync(content);
            }
        }

        var done = await person.RunImportAsync(await person.UploadAsync(bytes.ToArray(), "talks.zip"));
        Assert.Equal(Talks.Count, done.Figure("imported"));
    }

    private static async Task<ConversationExport> ExportAsync(HttpClient person, Guid id) =>
        JsonExport.Read(await person.GetByteArrayAsync($"/api/conversations/{id}/export?format=json"));
}
