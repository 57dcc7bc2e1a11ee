using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Chat;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Two instances on one database: a reply written by one is everybody's.</summary>
public sealed class RepliesAcrossInstancesTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Reply_written_by_one_instance_is_followed_at_another_to_its_end()
    {
        var gate = new TaskCompletionSource();
        portal.When("Follow me", new ModelScript().Text("The beginning").Wait(gate.Task).Text(" and the end.").Finish());
        var owner = await OwnerAsync("ada");
        await using var another = portal.StartAnother();
        var sent = await SendAsync(portal.Services, owner, "Follow me");

        await using var scope = ScopeOf(another.Services, owner);
        var text = "";
        await foreach (var update in scope.ServiceProvider.GetRequiredService<ReplyFollower>().FollowAsync(sent.ConversationId, sent.UserSeq, default))
        {
            text += update.Delta;
            if (text.Contains("The beginning", StringComparison.Ordinal)) gate.TrySetResult();
        }

        Assert.StartsWith("The beginning", text, StringComparison.Ordinal);
        Assert.Equal("The beginning and the end.", await ReplyAsync(sent, "content"));
        Assert.Equal("complete", await ReplyAsync(sent, "status"));
    }

    [Fact]
    public async Task Reply_written_by_one_instance_is_stopped_at_another_and_keeps_its_text()
    {
        portal.When("Stop me", new ModelScript().Text("Some of it").Wait(new TaskCompletionSource().Task).Finish());
        var owner = await OwnerAsync("bob");
        await using var another = portal.StartAnother();
        var sent = await SendAsync(portal.Services, owner, "Stop me");
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.replies WHERE conversation_id = $1 AND text <> ''", sent.ConversationId) == 1);

        await using var scope = ScopeOf(another.Services, owner);
        await scope.ServiceProvider.GetRequiredService<ChatTurns>().StopAsync(sent.ConversationId, sent.UserSeq, default);
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.messages WHERE conversation_id = $1 AND role = 'assistant'", sent.ConversationId) == 1);
        Assert.Equal("stopped", await ReplyAsync(sent, "status"));
        Assert.Equal("Some of it", await ReplyAsync(sent, "content"));
    }

    [Fact]
    public async Task Reply_of_a_silent_instance_is_ended_by_another_once_and_a_beating_one_is_left_alone()
    {
        var owner = await OwnerAsync("cleo");
        var sent = await SendAsync(portal.Services, owner, "Hello");
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.messages WHERE conversation_id = $1 AND role = 'assistant'", sent.ConversationId) == 1);
        await AddRunningAsync(owner, sent.ConversationId, 1, "1 hour");
        await AddRunningAsync(owner, sent.ConversationId, 2, "1 second");

        var recovery = portal.Services.GetRequiredService<ReplyRecovery>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => recovery.RunAsync(ReplyHeartbeat.Patience, default)));
        var running = await RunningAsync(sent.ConversationId);
        Assert.Equal([2], running);
        Assert.Equal(1, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.messages WHERE conversation_id = $1 AND status = 'broken' AND content = 'Half a reply'", sent.ConversationId));
        await portal.Database.RunAsync("DELETE FROM app.replies WHERE conversation_id = $1", sent.ConversationId);
    }

    private async Task<Guid> OwnerAsync(string name)
    {
        await portal.SignedInAs(name);
        return await portal.IdOf(name);
    }

    private static AsyncServiceScope ScopeOf(IServiceProvider services, Guid owner)
    {
        var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = owner;
        return scope;
    }

    private static async Task<SentMessage> SendAsync(IServiceProvider services, Guid owner, string text)
    {
        await using var scope = ScopeOf(services, owner);
        return await scope.ServiceProvider.GetRequiredService<ChatTurns>().SendAsync(new SendRequest(null, null, text), default);
    }

    private Task<string> ReplyAsync(SentMessage sent, string column) => portal.Database.ReadAsync<string>(
        $"SELECT {column} FROM app.messages WHERE conversation_id = $1 AND reply_to = $2", sent.ConversationId, sent.UserSeq);

    private Task<int> AddRunningAsync(Guid owner, Guid conversation, int userSeq, string silentFor) => portal.Database.RunAsync(
        """
        INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
        VALUES ($1, $2, $3, gen_random_uuid(), 'Half a reply', now(), now() - $4::interval, false)
        """,
        owner, conversation, userSeq, silentFor);

    private async Task<int[]> RunningAsync(Guid conversation)
    {
        await using var command = portal.Database.Maintenance.CreateCommand("SELECT user_seq FROM app.replies WHERE conversation_id = $1 ORDER BY 1");
        command.Parameters.AddWithValue(conversation);
        await using var reader = await command.ExecuteReaderAsync();
        var seqs = new List<int>();
        while (await reader.ReadAsync()) seqs.Add(reader.GetInt32(0));
        return [.. seqs];
    }
}
