using System.Net;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Imports;

/// <summary>Where a message comes from is said by whoever writes it, and not guessed from its number: an instance's first messages are new ones.</summary>
public sealed class ArchivingWindowTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Long_import_whose_older_part_is_packed_goes_on_with_what_is_written_in_it()
    {
        await portal.Database.SetPolicyAsync("window_messages = 30, window_action = 'archive'");
        var ada = await portal.KeyOf("ada");
        await ada.RunImportAsync(await ada.UploadAsync(ImportCalls.ChatGpt(("long", 300, 1))));
        var talk = (await ada.GetJsonAsync("/api/conversations"))["conversations"][0].GetProperty("id").GetString()!;
        await using (var scope = portal.ScopeOf(await portal.IdOf("ada")))
            Assert.True(await scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(Guid.Parse(talk), whole: false, CancellationToken.None));

        var said = await ada.ChatAsync("Something new", talk);
        Assert.Equal(HttpStatusCode.OK, said.Status);
        var shown = await ada.MessagesOf(talk);
        Assert.Equal(["Something new", "You said: Something new"], shown.TakeLast(2).Select(m => m.GetProperty("content").GetString()));
        Assert.Equal([301, 302], shown.TakeLast(2).Select(m => m.GetProperty("seq").GetInt32()));
        Assert.Equal(302, await portal.Database.ReadAsync<int>("SELECT last_seq FROM app.conversations WHERE id = $1", Guid.Parse(talk)));
        Assert.Equal(30, await portal.Database.ReadAsync<int>("SELECT message_count FROM app.conversations WHERE id = $1", Guid.Parse(talk)));
        Assert.Equal(302, await portal.Database.ReadAsync<int>("""
            SELECT (SELECT count(*) FROM app.messages WHERE conversation_id = $1) + (SELECT sum(message_count) FROM app.segments WHERE conversation_id = $1)
            """, Guid.Parse(talk)));
    }
}
