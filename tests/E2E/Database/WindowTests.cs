using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>The rolling window and the counters, kept by triggers whoever writes.</summary>
public sealed class WindowTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private Guid owner;
    private Guid conversation;

    public async Task InitializeAsync()
    {
        await SetWindowAsync(30, waits: false);
        owner = await database.AddPersonAsync("ada");
        conversation = await database.AddConversationAsync(owner);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(30)]
    [InlineData(20)]
    [InlineData(2)]
    public async Task Never_more_than_the_window_is_visible_and_totals_add_up(int window)
    {
        await SetWindowAsync(window, waits: false);
        for (var i = 1; i <= 45; i++)
        {
            await SayAsync(tokens: i);
            await AssertConsistentAsync(Math.Min(i, window), lastSeq: i);
        }

        Assert.Equal(45 - window, await CounterAsync<int>("pruned_count"));
        // Removal is amortised: a few rows may wait, unseen.
        Assert.InRange(await RowsAsync(), window, window + 8);
    }

    [Fact]
    public async Task Unlimited_window_keeps_everything()
    {
        await SetWindowAsync(null, waits: false);
        for (var i = 0; i < 50; i++) await SayAsync();
        await AssertConsistentAsync(50, lastSeq: 50);
        Assert.Equal(50, await RowsAsync());
    }

    [Fact]
    public async Task Window_made_smaller_takes_hold_with_the_next_message_and_made_larger_brings_nothing_back()
    {
        for (var i = 0; i < 30; i++) await SayAsync();
        await SetWindowAsync(20, waits: false);
        await SayAsync();
        await AssertConsistentAsync(20, lastSeq: 31);
        await SetWindowAsync(40, waits: false);
        await SayAsync();
        await AssertConsistentAsync(21, lastSeq: 32);
    }

    [Fact]
    public async Task What_leaves_the_window_waits_unseen_until_a_summary_covers_it()
    {
        await SetWindowAsync(10, waits: true);
        for (var i = 0; i < 30; i++) await SayAsync();
        await AssertConsistentAsync(10, lastSeq: 30);
        Assert.Equal(30, await RowsAsync());

        await SummariseAsync(version: 1, through: 15);
        Assert.Equal(15, await RowsAsync());
        await SummariseAsync(version: 2, through: 25);
        // Covered or not, what is in the window stays.
        Assert.Equal(10, await RowsAsync());
        await AssertConsistentAsync(10, lastSeq: 30);
    }

    [Fact]
    public async Task Window_applies_to_conversations_at_rest()
    {
        for (var i = 0; i < 25; i++) await SayAsync(tokens: i);
        await SetWindowAsync(5, waits: false);
        while (await database.ReadAsync<int>("SELECT app.apply_window(10)") > 0)
        {
        }

        await AssertConsistentAsync(5, lastSeq: 25);
        Assert.Equal(5, await RowsAsync());
    }

    [Fact]
    public async Task Removed_message_leaves_a_gap_and_the_counters_right()
    {
        for (var i = 1; i <= 10; i++) await SayAsync(tokens: i);
        await AsOwnerAsync("DELETE FROM app.messages WHERE owner_id = $1 AND conversation_id = $2 AND seq IN (4, 10)");
        await AssertConsistentAsync(8, lastSeq: 10);
        await SayAsync();
        await AssertConsistentAsync(9, lastSeq: 11);
        await SetWindowAsync(5, waits: false);
        await SayAsync();
        await AssertConsistentAsync(5, lastSeq: 12);
    }

    [Fact]
    public async Task Removing_messages_reads_no_other_conversation_of_somebody_who_has_many()
    {
        for (var i = 0; i < 5; i++) await SayAsync();
        await database.RunAsync("""
            INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic)
            SELECT $1, gen_random_uuid(), agent_id, 'Another', true FROM app.conversations, generate_series(1, 500) WHERE id = $2
            """, owner, conversation);
        await using var session = await database.AsAsync(owner);
        const string read = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = 'app.conversations'::regclass";
        var before = await session.ReadAsync<long>(read);
        await session.RunAsync("DELETE FROM app.messages WHERE owner_id = $1 AND conversation_id = $2 AND seq <= 3", owner, conversation);
        Assert.InRange(await session.ReadAsync<long>(read) - before, 1, 20);
    }

    [Fact]
    public async Task Corrected_token_count_reaches_the_total()
    {
        await SayAsync(tokens: 10);
        await AsOwnerAsync("UPDATE app.messages SET tokens = 25 WHERE owner_id = $1 AND conversation_id = $2");
        Assert.Equal(25, await CounterAsync<long>("total_tokens"));
    }

    [Fact]
    public async Task Eight_writers_at_once_leave_no_gap_and_no_double()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 25; i++) await SayAsync(tokens: 3);
        }));
        await AssertConsistentAsync(30, lastSeq: 200);
        await using var session = await database.AsAsync(owner);
        var seqs = await session.ListAsync<int>("SELECT seq FROM app.messages WHERE seq > 170 ORDER BY seq");
        Assert.Equal(Enumerable.Range(171, 30), seqs);
        Assert.Equal(170, await CounterAsync<int>("pruned_count"));
    }

    [Fact]
    public async Task Rolled_back_message_uses_up_no_seq()
    {
        await SayAsync();
        await using (var session = await database.AsAsync(owner)) await session.RunAsync(Insert("user"), owner, conversation, "Not kept", 1);
        await SayAsync();
        await AssertConsistentAsync(2, lastSeq: 2);
    }

    [Theory]
    [InlineData("user", "", "messages_content_blank")]
    [InlineData("user", " \n\t ", "messages_content_blank")]
    [InlineData("assistant", " ", "messages_content_blank")]
    [InlineData("villain", "Something", "messages_role")]
    public async Task Blank_and_strange_messages_are_refused(string role, string content, string constraint) =>
        Assert.Equal(constraint, await RefusalAsync(Insert(role), content, 1));

    [Fact]
    public async Task Message_is_limited_in_characters_and_not_in_bytes()
    {
        Assert.Null(await RefusalAsync(Insert("user"), string.Concat(Enumerable.Repeat("𝒜", 4000)), 1));
        Assert.Equal("messages_content_length", await RefusalAsync(Insert("user"), new string('x', 4001), 1));
        Assert.Null(await RefusalAsync(Insert("assistant"), new string('x', 4001), 1));
    }

    [Fact]
    public async Task Tool_calls_are_json_within_their_limit()
    {
        const string insert = """
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, tool_calls)
            VALUES ($1, $2, 'assistant', 'complete', 'Done', 1, $3::jsonb)
            """;
        Assert.Null(await RefusalAsync(insert, $"[\"{new string('x', 1900)}\"]"));
        Assert.Equal("messages_tool_calls_length", await RefusalAsync(insert, $"[\"{new string('x', 2000)}\"]"));
        await Assert.ThrowsAsync<PostgresException>(() => RefusalAsync(insert, "no json"));
    }

    [Fact]
    public async Task Tokens_are_not_negative() =>
        Assert.Equal("messages_tokens", await RefusalAsync(Insert("user"), "Something", -1));

    [Theory]
    [InlineData("' '", PostgresErrorCodes.CheckViolation)]
    [InlineData("repeat('x', 201)", PostgresErrorCodes.StringDataRightTruncation)]
    public async Task Title_has_between_one_and_two_hundred_characters(string title, string state)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            AsOwnerAsync($"UPDATE app.conversations SET title = {title} WHERE owner_id = $1 AND id = $2"));
        Assert.Equal(state, refused.SqlState);
        await AsOwnerAsync("UPDATE app.conversations SET title = repeat('x', 200) WHERE owner_id = $1 AND id = $2");
    }

    [Theory]
    [InlineData("last_seq")]
    [InlineData("first_seq")]
    [InlineData("message_count")]
    [InlineData("total_tokens")]
    [InlineData("pruned_count")]
    [InlineData("pruned_seq")]
    [InlineData("summary_seq")]
    public async Task Counters_cannot_be_forged(string counter)
    {
        var later = await Assert.ThrowsAsync<PostgresException>(() =>
            AsOwnerAsync($"UPDATE app.conversations SET {counter} = 7 WHERE owner_id = $1 AND id = $2"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, later.SqlState);
        var atBirth = await Assert.ThrowsAsync<PostgresException>(() => AsOwnerAsync($"""
            INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic, {counter})
            SELECT $1, gen_random_uuid(), agent_id, 'Forged', true, 7 FROM app.conversations WHERE id = $2
            """));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, atBirth.SqlState);
    }

    [Fact]
    public async Task Seq_is_given_by_the_database_whatever_is_asked_for()
    {
        await AsOwnerAsync("""
            INSERT INTO app.messages (owner_id, conversation_id, seq, role, status, content, tokens)
            VALUES ($1, $2, 77, 'user', 'complete', 'First', 1)
            """);
        await AssertConsistentAsync(1, lastSeq: 1);
        var moved = await Assert.ThrowsAsync<PostgresException>(() =>
            AsOwnerAsync("UPDATE app.messages SET seq = 5 WHERE owner_id = $1 AND conversation_id = $2"));
        Assert.Equal("messages_place", moved.ConstraintName);
    }

    private static string Insert(string role) => $"""
        INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
        VALUES ($1, $2, '{role}', 'complete', $3, $4)
        """;

    private async Task SayAsync(int tokens = 1)
    {
        await using var session = await database.AsAsync(owner);
        await session.RunAsync(Insert("user"), owner, conversation, "Something said", tokens);
        await session.CommitAsync();
    }

    private async Task AsOwnerAsync(string statement)
    {
        await using var session = await database.AsAsync(owner);
        await session.RunAsync(statement, owner, conversation);
        await session.CommitAsync();
    }

    /// <returns>The constraint that refused it, or null: it was taken. Either way nothing is kept.</returns>
    private async Task<string?> RefusalAsync(string insert, params object[] values)
    {
        await using var session = await database.AsAsync(owner);
        try
        {
            await session.RunAsync(insert, [owner, conversation, .. values]);
            return null;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.CheckViolation)
        {
            return refused.ConstraintName;
        }
    }

    private Task<int> SetWindowAsync(int? window, bool waits) => database.RunAsync(
        "UPDATE app.retention_policies SET window_messages = $1, window_action = CASE WHEN $2 THEN 'summarise' ELSE 'delete' END WHERE scope = 'system'",
        window ?? 0, waits);

    private Task SummariseAsync(int version, int through) => AsOwnerAsync($"""
        INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at)
        VALUES ($1, $2, {version}, 1, {through}, 'What was said', 3, 'extractive', now())
        """);

    private Task<T> CounterAsync<T>(string counter) =>
        database.ReadAsync<T>($"SELECT {counter} FROM app.conversations WHERE id = $1", conversation);

    private Task<int> RowsAsync() =>
        database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE conversation_id = $1", conversation);

    /// <summary>What the counters say is what a reader counts.</summary>
    private async Task AssertConsistentAsync(int visible, int lastSeq)
    {
        Assert.Equal(visible, await CounterAsync<int>("message_count"));
        Assert.Equal(lastSeq, await CounterAsync<int>("last_seq"));
        Assert.True(await database.ReadAsync<bool>("""
            SELECT c.message_count = count(m.seq) AND c.total_tokens = coalesce(sum(m.tokens), 0)
            FROM app.conversations c
            LEFT JOIN app.messages m ON m.owner_id = c.owner_id AND m.conversation_id = c.id AND m.seq >= c.first_seq
            WHERE c.id = $1
            GROUP BY c.message_count, c.total_tokens
            """, conversation));
    }
}
