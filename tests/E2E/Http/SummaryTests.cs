using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Summaries by the background worker and on request, with a model and without one.</summary>
public sealed class SummaryTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Long_conversation_is_summarised_by_itself_and_nothing_leaves_unsummarised()
    {
        var ada = await OwnerAsync("ada");
        var conversation = await SayAsync(ada, null, "My sister Grace lives in Oslo.");
        for (var turn = 2; turn <= 20; turn++) await SayAsync(ada, conversation, $"Turn {turn} of our talk.");

        await Until.TrueAsync(async () => await CountAsync("summaries", conversation) > 0 && await JobsAsync(conversation) == 0);
        Assert.Equal(40, await ReadAsync<int>("SELECT message_count + pruned_count FROM app.conversations WHERE id = $1", conversation));
        Assert.Equal(30, await ReadAsync<int>("SELECT message_count FROM app.conversations WHERE id = $1", conversation));
        // Whatever is gone is covered, and each summary goes on where the one before ended.
        Assert.True(await ReadAsync<bool>("SELECT pruned_seq <= summary_seq AND summary_seq >= 11 FROM app.conversations WHERE id = $1", conversation));
        Assert.Equal(1, await ReadAsync<int>("SELECT min(from_seq) FROM app.summaries WHERE conversation_id = $1", conversation));
        Assert.Equal(0, await ReadAsync<int>(
            "SELECT count(*) - count(DISTINCT through_seq) FROM app.summaries WHERE conversation_id = $1", conversation));
        // The newest fifteen stay out of it.
        Assert.True(await ReadAsync<bool>("SELECT summary_seq <= last_seq - 15 FROM app.conversations WHERE id = $1", conversation));
        // The model was given the previous summary and what came since.
        Assert.Contains(portal.Model.Requests, r => r.LastUserText.Contains("My sister Grace lives in Oslo.", StringComparison.Ordinal)
            && r.LastUserText.StartsWith("<summary>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Summary_goes_before_the_messages_in_the_next_context()
    {
        var bob = await OwnerAsync("bob");
        var conversation = await SayAsync(bob, null, "The code word is heliotrope.");
        for (var turn = 2; turn <= 6; turn++) await SayAsync(bob, conversation, $"Small talk {turn}.");
        var summary = await SummarizeAsync(bob, conversation);
        Assert.NotNull(summary);
        Assert.Equal(6, summary.ThroughSeq);

        await SayAsync(bob, conversation, "And now?");
        var request = portal.Model.Requests.Last(r => r.LastUserText == "And now?");
        // The model's summary repeats what it was given; it stands with the instructions, and no message it covers is sent.
        Assert.Contains("The code word is heliotrope.", request.Messages[0].GetRawText(), StringComparison.Ordinal);
        var messages = string.Join('\n', request.Messages.Skip(1).Select(m => m.GetRawText()));
        Assert.DoesNotContain("heliotrope", messages, StringComparison.Ordinal);
        Assert.DoesNotContain("Small talk 2.", messages, StringComparison.Ordinal);
        var context = await ReadAsync<string>("SELECT context::text FROM app.messages WHERE conversation_id = $1 ORDER BY seq DESC LIMIT 1", conversation);
        Assert.Equal(6, ContextRecord.FromJson(context).Summary?.ThroughSeq);
    }

    [Fact]
    public async Task Same_range_is_never_summarised_twice_by_several_workers_at_once()
    {
        var cleo = await OwnerAsync("cleo");
        var conversation = await SayAsync(cleo, null, "Several workers want this one.");
        for (var turn = 2; turn <= 6; turn++) await SayAsync(cleo, conversation, $"Part {turn}.");
        var summaries = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SummarizeAsync(cleo, conversation)));
        Assert.Single(summaries, s => s is not null && s.FromSeq == 1 && s.Version == 1);
        Assert.Equal(0, await ReadAsync<int>(
            "SELECT count(*) - count(DISTINCT through_seq) FROM app.summaries WHERE conversation_id = $1", conversation));
    }

    [Fact]
    public async Task Newest_question_is_never_summarised_and_can_be_answered_again_after_any_summary()
    {
        var fay = await OwnerAsync("fay");
        var conversation = await SayAsync(fay, null, "First.");
        Assert.Null(await SummarizeAsync(fay, conversation));
        await SayAsync(fay, conversation, "Second.");
        Assert.Equal(2, (await SummarizeAsync(fay, conversation))!.ThroughSeq);
        Assert.Null(await SummarizeAsync(fay, conversation));

        await using var scope = ScopeOf(fay);
        Assert.True(await scope.ServiceProvider.GetRequiredService<ChatTurns>().AnswerAgainAsync(conversation, 3, null, default));
        await Until.TrueAsync(async () => await ReadAsync<int>(
            "SELECT count(*) FROM app.messages WHERE conversation_id = $1 AND reply_to = 3 AND status = 'complete'", conversation) == 1);
    }

    [Fact]
    public async Task Edited_summary_becomes_the_next_version_and_the_old_one_stays()
    {
        var dora = await OwnerAsync("dora");
        var conversation = await SayAsync(dora, null, "I was born in 1815.");
        for (var turn = 2; turn <= 4; turn++) await SayAsync(dora, conversation, $"More {turn}.");
        Assert.NotNull(await SummarizeAsync(dora, conversation));
        await using var scope = ScopeOf(dora);
        Assert.True(await scope.ServiceProvider.GetRequiredService<Summarizer>().EditAsync(conversation, "Dora was born in 1815 in London.", default));
        Assert.Equal(2, await CountAsync("summaries", conversation));
        Assert.Equal("edited", await ReadAsync<string>(
            "SELECT source FROM app.summaries WHERE conversation_id = $1 ORDER BY version DESC LIMIT 1", conversation));
    }

    [Fact]
    public async Task Job_of_a_dead_worker_is_taken_up_again_and_a_failing_model_gives_way_to_the_extractive_summary()
    {
        var eve = await OwnerAsync("eve");
        var conversation = await SayAsync(eve, null, "Remember that the train leaves at 17:45 from platform 9.");
        for (var turn = 2; turn <= 16; turn++) await SayAsync(eve, conversation, $"Words {turn}.");
        await Until.TrueAsync(async () => await JobsAsync(conversation) == 0);
        await portal.Database.RunAsync("DELETE FROM app.summaries WHERE conversation_id = $1", conversation);
        await portal.Database.RunAsync("UPDATE app.conversations SET summary_seq = 0 WHERE id = $1", conversation);
        // As an instance leaves it that claimed the job for the third time and died.
        await portal.Database.RunAsync(
            "INSERT INTO app.jobs (owner_id, kind, subject, state, attempts, locked_by, heartbeat_at) VALUES ($1, 'summary', $2, 'running', 3, 'gone', now() - interval '1 hour')",
            eve, conversation);
        await Until.TrueAsync(async () => await JobsAsync(conversation) == 0);
        Assert.Equal("extractive", await ReadAsync<string>("SELECT source FROM app.summaries WHERE conversation_id = $1", conversation));
        Assert.Contains("17:45", await ReadAsync<string>("SELECT content FROM app.summaries WHERE conversation_id = $1", conversation), StringComparison.Ordinal);
    }

    private Task<int> JobsAsync(Guid conversation) =>
        portal.Database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = 'summary' AND subject = $1", conversation);

    private async Task<Guid> OwnerAsync(string name)
    {
        await portal.SignedInAs(name);
        return await portal.IdOf(name);
    }

    private AsyncServiceScope ScopeOf(Guid owner)
    {
        var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = owner;
        return scope;
    }

    private async Task<Guid> SayAsync(Guid owner, Guid? conversation, string text)
    {
        await using var scope = ScopeOf(owner);
        var sent = await scope.ServiceProvider.GetRequiredService<ChatTurns>().SendAsync(new SendRequest(conversation, null, text), default);
        await foreach (var _ in scope.ServiceProvider.GetRequiredService<ReplyFollower>().FollowAsync(sent.ConversationId, sent.UserSeq, default))
        {
            // Until it has ended.
        }

        return sent.ConversationId;
    }

    private async Task<Summary?> SummarizeAsync(Guid owner, Guid conversation)
    {
        await using var scope = ScopeOf(owner);
        return await scope.ServiceProvider.GetRequiredService<Summarizer>().RunAsync(conversation, asked: true, extractive: false, default);
    }

    private Task<int> CountAsync(string table, Guid conversation) => ReadAsync<int>($"SELECT count(*) FROM app.{table} WHERE conversation_id = $1", conversation);

    private Task<T> ReadAsync<T>(string sql, Guid conversation) => portal.Database.ReadAsync<T>(sql, conversation);
}
