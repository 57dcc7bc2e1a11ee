using System.Globalization;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>Packing and unpacking: nothing is lost, counted wrongly or seen by others, whatever happens meanwhile.</summary>
public sealed class PackingTests(PackingDatabase portal) : IClassFixture<PackingDatabase>, IAsyncLifetime
{
    private readonly TestDatabase database = portal.Database;
    private Guid owner;
    private Guid conversation;

    public async Task InitializeAsync()
    {
        await SetPolicyAsync(30, "delete");
        owner = await database.AddPersonAsync("ada");
        conversation = await database.AddConversationAsync(owner);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Packed_and_unpacked_again_every_row_is_what_it_was()
    {
        for (var i = 0; i < 12; i++) await TurnAsync($"Turn {i}");
        await PinAsync(3);
        var (rows, state) = (await RowsAsync(), await StateAsync());

        Assert.True(await portal.PackAsync(owner, conversation));
        Assert.Equal(1, await CountAsync("messages"));
        Assert.Equal(1, await CountAsync("segments"));
        Assert.Equal(24, await ReadAsync<int>("packed_seq"));
        Assert.True(await ReadAsync<bool>("packed"));
        await AssertLedgerAsync();

        Assert.True(await portal.UnpackAsync(owner, conversation));
        Assert.Equal(rows, await RowsAsync());
        Assert.Equal(state, await StateAsync());
        Assert.Equal(0, await CountAsync("segments"));
        Assert.False(await ReadAsync<bool>("packed"));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task Summaries_are_packed_with_their_messages_and_come_back()
    {
        await SetPolicyAsync(10, "summarise");
        for (var i = 0; i < 12; i++) await TurnAsync($"Turn {i}");
        for (var version = 1; version <= 2; version++)
        {
            await AsOwnerAsync($"""
                INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, model, created_at)
                VALUES ($1, $2, {version}, 1, {version + 5}, 'She likes blue {version}', 3, 'model', 'gpt-4o', '2026-01-02 03:04:05.678901+00')
                """);
        }

        const string all = "SELECT string_agg(s::text, E'\n' ORDER BY version) FROM app.summaries s WHERE conversation_id = $1";
        var (rows, summaries, state) = (await RowsAsync(), await database.ReadAsync<string>(all, conversation), await StateAsync());
        await portal.PackAsync(owner, conversation);
        Assert.Equal(0, await CountAsync("summaries"));
        await AssertLedgerAsync();
        var current = await portal.InTransactionAsync(owner, keep: false, db => SummaryReader.CurrentAsync(db, conversation, CancellationToken.None));
        Assert.Equal((2, "She likes blue 2"), (current?.Version, current?.Content));
        Assert.Equal([conversation], await portal.InTransactionAsync(owner, keep: false, db => SummaryReader.PackedWithAsync(db, "LIKES BLUE", CancellationToken.None)));
        Assert.Empty(await portal.InTransactionAsync(owner, keep: false, db => SummaryReader.PackedWithAsync(db, "red", CancellationToken.None)));

        await portal.UnpackAsync(owner, conversation);
        Assert.Equal(rows, await RowsAsync());
        Assert.Equal(summaries, await database.ReadAsync<string>(all, conversation));
        Assert.Equal(state, await StateAsync());
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task Packed_conversation_reads_page_by_page_like_a_live_one()
    {
        for (var i = 0; i < 12; i++) await TurnAsync($"Turn {i}");
        await PinAsync(5);
        var before = await portal.TranscriptAsync(owner, conversation);
        await portal.PackAsync(owner, conversation);
        var after = await portal.TranscriptAsync(owner, conversation);
        Assert.Equal(before.Select(Text), after.Select(Text));
        Assert.Equal(Enumerable.Range(1, 24), after.Select(m => m.Seq));
    }

    [Fact]
    public async Task Long_conversation_is_packed_in_parts_and_read_across_them()
    {
        await SetPolicyAsync(0, "delete");
        await database.RunAsync("""
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
            SELECT $1, $2, 'user', 'complete', 'Message ' || n, 1 FROM generate_series(1, 450) AS n
            """, owner, conversation);
        await AsOwnerAsync("DELETE FROM app.messages WHERE owner_id = $1 AND conversation_id = $2 AND seq IN (200, 450)");
        await portal.PackAsync(owner, conversation);
        Assert.Equal(3, await CountAsync("segments"));
        Assert.True(await ReadAsync<bool>("packed"));
        Assert.Equal(Enumerable.Range(1, 449).Where(seq => seq != 200), (await portal.TranscriptAsync(owner, conversation, 100)).Select(m => m.Seq));
        await AssertLedgerAsync();
        await portal.UnpackAsync(owner, conversation);
        Assert.Equal(448, await CountAsync("messages"));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task What_a_window_archives_is_packed_and_read_before_it()
    {
        await SetPolicyAsync(10, "archive");
        for (var i = 0; i < 20; i++) await TurnAsync($"Turn {i}");
        Assert.Equal(40, await CountAsync("messages"));
        Assert.Equal(Enumerable.Range(1, 40), (await portal.TranscriptAsync(owner, conversation)).Select(m => m.Seq));

        await portal.Worker.RunAsync(CancellationToken.None);
        Assert.Equal(10, await CountAsync("messages"));
        Assert.Equal(10, await ReadAsync<int>("message_count"));
        await TurnAsync("It goes on");
        Assert.Equal(Enumerable.Range(1, 42), (await portal.TranscriptAsync(owner, conversation)).Select(m => m.Seq));
        await AssertLedgerAsync();

        // Cold at last, and then warm again: what was archived stays so.
        await portal.PackAsync(owner, conversation);
        Assert.Equal(Enumerable.Range(1, 42), (await portal.TranscriptAsync(owner, conversation)).Select(m => m.Seq));
        await portal.UnpackAsync(owner, conversation);
        Assert.Equal(30, await ReadAsync<int>("packed_seq"));
        await TurnAsync("And on");
        Assert.Equal(Enumerable.Range(1, 44), (await portal.TranscriptAsync(owner, conversation)).Select(m => m.Seq));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task What_waits_unseen_for_a_summary_stays_unseen()
    {
        await SetPolicyAsync(10, "summarise");
        for (var i = 0; i < 20; i++) await TurnAsync($"Turn {i}");
        await portal.PackAsync(owner, conversation);
        Assert.Equal(Enumerable.Range(31, 10), (await portal.TranscriptAsync(owner, conversation)).Select(m => m.Seq));
        await portal.UnpackAsync(owner, conversation);
        Assert.Equal(40, await CountAsync("messages"));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task Pinned_message_beyond_the_window_can_be_unpinned_once_it_is_unpacked()
    {
        await SetPolicyAsync(10, "archive");
        await TurnAsync("First");
        await PinAsync(1);
        for (var i = 0; i < 10; i++) await TurnAsync($"Turn {i}");
        await portal.PackAsync(owner, conversation, whole: false);
        Assert.Equal(11, await ReadAsync<int>("message_count"));
        const string unpin = "UPDATE app.messages SET pinned = false WHERE owner_id = $1 AND conversation_id = $2 AND seq = 1";
        Assert.Equal("messages_packed", await RefusalAsync(unpin));
        Assert.Equal("messages_packed", await RefusalAsync("DELETE FROM app.messages WHERE owner_id = $1 AND conversation_id = $2 AND seq = 1"));

        await portal.UnpackAsync(owner, conversation, seq: 1);
        await AsOwnerAsync(unpin);
        Assert.Equal(10, await ReadAsync<int>("message_count"));
        await AssertLedgerAsync();
        await portal.PackAsync(owner, conversation, whole: false);
        Assert.Equal(10, await CountAsync("messages"));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task Nobody_writes_into_a_packed_conversation_and_everybody_into_an_unpacked_one()
    {
        await TurnAsync("Hello");
        await portal.PackAsync(owner, conversation);
        Assert.Equal("messages_packed", await RefusalAsync("INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens) VALUES ($1, $2, 'user', 'complete', 'x', 1)"));
        await portal.UnpackAsync(owner, conversation);
        await TurnAsync("Again");
        Assert.Equal(4, await ReadAsync<int>("message_count"));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task Message_that_comes_while_packing_wins()
    {
        await TurnAsync("Hello");
        await using var writer = await database.AsAsync(owner);
        await writer.RunAsync(Say, owner, conversation, "user", "Still here");
        var packing = portal.PackAsync(owner, conversation);
        await Until.TrueAsync(() => database.ReadAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database()))"));
        await writer.CommitAsync();
        Assert.False(await packing);
        Assert.Equal(3, await CountAsync("messages"));
        Assert.True(await portal.PackAsync(owner, conversation));
    }

    [Fact]
    public async Task Packing_waits_for_nobody_who_writes_a_reply()
    {
        await TurnAsync("Hello");
        await AsOwnerAsync("""
            INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
            VALUES ($1, $2, 1, $2, '', now(), now(), false)
            """);
        Assert.False(await portal.PackAsync(owner, conversation));
        Assert.Equal(2, await CountAsync("messages"));
    }

    [Fact]
    public async Task Four_writers_and_a_packer_lose_nothing()
    {
        await SetPolicyAsync(0, "delete");
        await TurnAsync("Hello");
        var packed = 0;
        using var done = new CancellationTokenSource();
        var packer = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                if (await portal.PackAsync(owner, conversation)) Interlocked.Increment(ref packed);
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 15; i++)
            {
                // On a quick machine writers may win every time: half-way they let the packer have its turn.
                if (i == 7) await Until.TrueAsync(() => Task.FromResult(Volatile.Read(ref packed) > 0));
                await portal.InTransactionAsync(owner, keep: true, async db =>
                {
                    Assert.True(await Services.Messages.Packing.Unpacker.RunAsync(db, conversation, CancellationToken.None));
                    db.Messages.Add(new Data.Chat.Message { OwnerId = owner, ConversationId = conversation, Content = "Together", Tokens = 1 });
                    return await db.SaveChangesAsync();
                });
            }
        }));
        await done.CancelAsync();
        await packer;
        Assert.NotEqual(0, packed);
        Assert.Equal(Enumerable.Range(1, 62), (await portal.TranscriptAsync(owner, conversation)).Select(m => m.Seq));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task Ended_in_the_middle_nothing_has_changed()
    {
        for (var i = 0; i < 3; i++) await TurnAsync($"Turn {i}");
        var (rows, state) = (await RowsAsync(), await StateAsync());
        await portal.PackAsync(owner, conversation);
        var packed = await StateAsync();
        // Everything but the commit: the connection goes.
        await portal.UnpackAsync(owner, conversation, keep: false);
        Assert.Equal(packed, await StateAsync());
        Assert.Equal(0, await CountAsync("messages"));
        Assert.Equal(1, await CountAsync("segments"));

        await portal.UnpackAsync(owner, conversation);
        await using (var session = await database.AsAsync(owner))
        {
            await session.RunAsync("""
                INSERT INTO app.segments (owner_id, conversation_id, from_seq, through_seq, message_count, unpacked_bytes, data)
                VALUES ($1, $2, 1, 6, 6, 1, 'x')
                """, owner, conversation);
            Assert.Equal(0, await session.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE conversation_id = $1", conversation));
        }

        Assert.Equal(rows, await RowsAsync());
        Assert.Equal(state, await StateAsync());
        await AssertLedgerAsync();
    }

    [Theory]
    [InlineData(2, 6, 6)]
    [InlineData(1, 6, 5)]
    [InlineData(2, 6, 5)]
    [InlineData(1, 7, 6)]
    public async Task Segment_that_does_not_hold_all_messages_is_refused(int from, int through, int count)
    {
        for (var i = 0; i < 3; i++) await TurnAsync($"Turn {i}");
        Assert.Equal("segments_changed", await RefusalAsync($"""
            INSERT INTO app.segments (owner_id, conversation_id, from_seq, through_seq, message_count, unpacked_bytes, data)
            VALUES ($1, $2, {from}, {through}, {count}, 1, 'x')
            """));
    }

    [Fact]
    public async Task Segment_goes_only_when_its_messages_are_back()
    {
        await TurnAsync("Hello");
        await portal.PackAsync(owner, conversation);
        Assert.Equal("segments_not_back", await RefusalAsync("DELETE FROM app.segments WHERE owner_id = $1 AND conversation_id = $2"));
    }

    [Fact]
    public async Task Held_conversation_is_packed_and_nothing_of_it_is_lost()
    {
        await TurnAsync("Evidence");
        await database.RunAsync("INSERT INTO app.holds (owner_id, id, conversation_id, reason) VALUES ($1, gen_random_uuid(), $2, 'Asked for')", owner, conversation);
        var rows = await RowsAsync();
        Assert.True(await portal.PackAsync(owner, conversation));
        Assert.Equal("segments_not_back", await RefusalAsync("DELETE FROM app.segments WHERE owner_id = $1 AND conversation_id = $2"));
        await portal.UnpackAsync(owner, conversation);
        Assert.Equal(rows, await RowsAsync());
        Assert.Equal("on_hold", await RefusalAsync("DELETE FROM app.messages WHERE owner_id = $1 AND conversation_id = $2"));
    }

    [Fact]
    public async Task Stranger_neither_packs_nor_unpacks_nor_reads_nor_finds()
    {
        await TurnAsync("A secret about marmalade");
        var eve = await database.AddPersonAsync("eve");
        Assert.False(await portal.PackAsync(eve, conversation));
        await portal.PackAsync(owner, conversation);
        Assert.False(await portal.UnpackAsync(eve, conversation));
        Assert.Empty(await portal.TranscriptAsync(eve, conversation));
        Assert.Empty(await portal.Search.FindAsync(new ReplyKey(eve, Guid.Empty, 0), "marmalade", CancellationToken.None));
        Assert.Equal(1, await CountAsync("segments"));
    }

    [Fact]
    public async Task Search_finds_what_is_packed_among_what_is_not()
    {
        await TurnAsync("My favourite jam is marmalade");
        var other = await database.AddConversationAsync(owner);
        await AsOwnerAsync(Say.Replace("$3", "'user'", StringComparison.Ordinal).Replace("$4", "'Marmalade again'", StringComparison.Ordinal), other);
        await portal.PackAsync(owner, conversation);
        var found = await portal.Search.FindAsync(new ReplyKey(owner, Guid.Empty, 0), "marmalade", CancellationToken.None);
        Assert.Equal(3, found.Count);
        Assert.Contains(found, m => m.ConversationId == conversation && m is { Seq: 1, Role: "user" });
        Assert.Equal(2, (await portal.Search.FindAsync(new ReplyKey(owner, conversation, 1), "marmalade", CancellationToken.None)).Count);
        await database.RunAsync("UPDATE app.conversations SET deleted_at = now() WHERE id = $1", conversation);
        Assert.DoesNotContain(
            await portal.Search.FindAsync(new ReplyKey(owner, Guid.Empty, 0), "marmalade", CancellationToken.None), m => m.ConversationId == conversation);
    }

    [Fact]
    public async Task Archived_conversation_is_read_in_place_and_restored_without_loss()
    {
        for (var i = 0; i < 3; i++) await TurnAsync($"Turn {i}");
        var before = await portal.TranscriptAsync(owner, conversation);
        await database.RunAsync("UPDATE app.conversations SET archived_at = now() WHERE id = $1", conversation);
        await portal.Worker.RunAsync(CancellationToken.None);
        Assert.Equal(0, await CountAsync("messages"));
        Assert.Equal(before.Select(Text), (await portal.TranscriptAsync(owner, conversation)).Select(Text));
        await database.RunAsync("UPDATE app.conversations SET archived_at = NULL WHERE id = $1", conversation);
        Assert.Equal(before.Select(Text), (await portal.TranscriptAsync(owner, conversation)).Select(Text));
    }

    [Fact]
    public async Task Removed_while_packed_nothing_is_left_and_the_receipt_counts_its_messages()
    {
        for (var i = 0; i < 3; i++) await TurnAsync($"Turn {i}");
        await portal.PackAsync(owner, conversation);
        await database.RunAsync("UPDATE app.conversations SET deleted_at = now() WHERE id = $1", conversation);
        Assert.Equal(6, await database.ReadAsync<int>("SELECT messages FROM app.remove_conversations($1, ARRAY[$2], 'person', 'api', '{}', NULL)", owner, conversation));
        Assert.Equal(0, await CountAsync("segments"));
        await AssertLedgerAsync();
    }

    [Fact]
    public async Task Worker_packs_what_is_cold_and_nothing_else()
    {
        await TurnAsync("Warm");
        var cold = await OldAsync();
        var answered = await OldAsync();
        await database.RunAsync("""
            INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
            VALUES ($1, $2, 1, $2, '', now(), now(), false)
            """, owner, answered);
        portal.Options.PackAfterDays = 0;
        Assert.Equal(0, await portal.Worker.RunAsync(CancellationToken.None));
        portal.Options.PackAfterDays = 3;
        await database.RunAsync("UPDATE app.system_settings SET read_only = true");
        Assert.Equal(0, await portal.Worker.RunAsync(CancellationToken.None));
        await database.RunAsync("UPDATE app.system_settings SET read_only = false");
        await portal.Worker.RunAsync(CancellationToken.None);
        Assert.True(await IsPackedAsync(cold));
        Assert.False(await IsPackedAsync(answered));
        Assert.False(await IsPackedAsync(conversation));
        Assert.Equal(0, await portal.Worker.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Message_that_cannot_be_packed_stops_nobody_else()
    {
        var broken = await OldAsync();
        // Earlier than any calendar of ours goes.
        await database.RunAsync("UPDATE app.messages SET created_at = '4000-01-01 BC' WHERE conversation_id = $1", broken);
        var cold = await OldAsync();
        await portal.Worker.RunAsync(CancellationToken.None);
        Assert.True(await IsPackedAsync(cold));
        Assert.Equal(1, await database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE conversation_id = $1", broken));
        await database.RunAsync("DELETE FROM app.conversations WHERE id = $1", broken);
    }

    private const string Say = "INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens) VALUES ($1, $2, $3, 'complete', $4, 1)";

    private async Task TurnAsync(string text)
    {
        await using var session = await database.AsAsync(owner);
        await session.RunAsync(Say, owner, conversation, "user", text);
        await session.RunAsync("""
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, reply_to, model, context, tool_calls, error)
            SELECT $1, $2, 'assistant', 'stopped', $3, 7, last_seq, 'gpt-4o-mini', '"2|8000|20|3|0||||1:20||o200k_base|1"',
                '[{"id": "c1", "name": "calculator", "input": "{}", "status": "ok", "output": "4"}]', 'Cut short'
            FROM app.conversations WHERE owner_id = $1 AND id = $2
            """, owner, conversation, $"An answer to {text}: é 𝒜");
        await session.CommitAsync();
    }

    private async Task<Guid> OldAsync()
    {
        var old = await database.AddConversationAsync(owner);
        await database.AddMessageAsync(owner, old);
        await database.RunAsync("UPDATE app.conversations SET active_at = now() - interval '4 days' WHERE id = $1", old);
        return old;
    }

    private Task PinAsync(int seq) => AsOwnerAsync($"UPDATE app.messages SET pinned = true WHERE owner_id = $1 AND conversation_id = $2 AND seq = {seq}");

    private Task AsOwnerAsync(string statement) => AsOwnerAsync(statement, conversation);

    private async Task AsOwnerAsync(string statement, Guid of)
    {
        await using var session = await database.AsAsync(owner);
        await session.RunAsync(statement, owner, of);
        await session.CommitAsync();
    }

    private async Task<string?> RefusalAsync(string statement)
    {
        await using var session = await database.AsAsync(owner);
        return (await Assert.ThrowsAsync<PostgresException>(() => session.RunAsync(statement, owner, conversation))).ConstraintName;
    }

    private Task<int> SetPolicyAsync(int window, string action) => database.RunAsync(
        "UPDATE app.retention_policies SET window_messages = $1, window_action = $2 WHERE scope = 'system'", window, action);

    private Task<bool> IsPackedAsync(Guid id) => database.ReadAsync<bool>("SELECT packed FROM app.conversations WHERE id = $1", id);

    private Task<T> ReadAsync<T>(string column) => database.ReadAsync<T>($"SELECT {column} FROM app.conversations WHERE id = $1", conversation);

    private Task<int> CountAsync(string table) => database.ReadAsync<int>($"SELECT count(*) FROM app.{table} WHERE conversation_id = $1", conversation);

    private Task<string> RowsAsync() => database.ReadAsync<string>("SELECT string_agg(m::text, E'\\n' ORDER BY seq) FROM app.messages m WHERE conversation_id = $1", conversation);

    private Task<string> StateAsync() => database.ReadAsync<string>("""
        SELECT concat_ws(',', last_seq, first_seq, message_count, total_tokens, pruned_count, pruned_seq, pinned_count, packed_seq, bytes, active_at)
        FROM app.conversations WHERE id = $1
        """, conversation);

    private static string Text(Data.Chat.Message m) => string.Create(CultureInfo.InvariantCulture,
        $"{m.Seq} {m.Role} {m.Status} {m.Content} {string.Join(',', m.ToolCalls ?? [])} {m.Tokens} {m.ReplyTo} {m.Model} {m.Context} {m.Error} {m.CreatedAt:O} {m.Pinned}");

    /// <summary>Counters and bytes are what is there, and what the ledger says.</summary>
    private async Task AssertLedgerAsync()
    {
        Assert.Equal(0, await database.ReadAsync<int>("""
            SELECT count(*) FROM app.conversations c WHERE c.owner_id = $1 AND c.bytes <>
                coalesce((SELECT sum(m.bytes) FROM app.messages m WHERE m.owner_id = c.owner_id AND m.conversation_id = c.id), 0)
                + coalesce((SELECT sum(60 + length(s.data) + length(s.terms)) FROM app.segments s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id), 0)
                + coalesce((SELECT sum(100 + octet_length(s.content)) FROM app.summaries s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id), 0)
            """, owner));
        Assert.Equal(0, await database.ReadAsync<int>("SELECT count(*) FROM app.reconcile_usage() WHERE owner_id = $1", owner));
    }
}
