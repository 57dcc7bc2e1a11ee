using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>The sweep and the cleanup in the database, whoever calls them.</summary>
public sealed class SweepTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Policy =
        "ttl_days = 30, notice_days = 7, trash_days = 7, at_end = 'delete', archive_days = 0, export_first = false, allow_pin = true";

    private Guid ada;

    public async Task InitializeAsync()
    {
        await database.RunAsync("UPDATE app.conversations SET held = false");
        await database.RunAsync("DELETE FROM app.messages");
        await database.RunAsync("DELETE FROM app.conversations");
        await database.SetPolicyAsync(Policy);
        ada = await database.AddPersonAsync("ada");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Conversation_goes_from_notice_to_trash_to_a_receipt_one_step_at_its_time()
    {
        var conversation = await database.AddStaleAsync(ada, 22);
        Assert.Equal("live", await SweptAsync(conversation));
        await database.AgeAsync(conversation, 2);
        Assert.Equal("noticed", await SweptAsync(conversation));
        await database.AgeAsync(conversation, 5.9);
        Assert.Equal("noticed", await SweptAsync(conversation));
        await database.AgeAsync(conversation, 2);
        Assert.Equal("trash", await SweptAsync(conversation));
        await database.AgeAsync(conversation, 6.9);
        Assert.Equal("trash", await SweptAsync(conversation));
        await database.AgeAsync(conversation, 1);
        Assert.Equal("gone", await SweptAsync(conversation));

        Assert.Equal("ttl schedule system 30 3 messages", await database.ReadAsync<string>("""
            SELECT format('%s %s %s %s %s messages', cause, layer, rule ->> 'scope', rule ->> 'ttl_days', counts -> 'messages' ->> 'rows')
            FROM app.receipts WHERE owner_id = $1 AND conversations = ARRAY[$2]
            """, ada, conversation));
    }

    [Fact]
    public async Task Notice_is_never_shorter_than_the_policy_says_after_a_time_off()
    {
        var conversation = await database.AddStaleAsync(ada, 400);
        Assert.Equal("noticed", await SweptAsync(conversation));
        Assert.True(await database.ReadAsync<bool>(
            "SELECT expires_at >= now() + interval '7 days' - interval '1 minute' FROM app.conversations WHERE id = $1", conversation));
        Assert.Equal("noticed", await SweptAsync(conversation));
    }

    [Fact]
    public async Task What_went_by_the_same_rule_has_one_receipt_a_person()
    {
        for (var i = 0; i < 3; i++) await InTrashAsync(ada);
        var eve = await database.AddPersonAsync("eve");
        await InTrashAsync(eve);
        await SweepAsync();
        Assert.Equal("{1,3}", await database.ReadAsync<string>("""
            SELECT array_agg(cardinality(conversations) ORDER BY cardinality(conversations))::text FROM app.receipts WHERE owner_id IN ($1, $2)
            """, ada, eve));
    }

    [Fact]
    public async Task Preview_agrees_with_the_sweep_to_the_row_and_changes_nothing()
    {
        await FillEveryStateAsync();
        foreach (var policy in new[] { Policy, "notice_days = 0", "notice_days = 0, trash_days = 0", "at_end = 'archive', archive_days = 1, trash_days = 0", "export_first = true, at_end = 'delete'", "allow_pin = false" })
        {
            await database.SetPolicyAsync(policy);
            var before = await ImageAsync();
            const string counts = "noticed, archived, trashed, deleted, messages, bytes";
            var preview = await database.ReadAsync<string>($"SELECT format('%s %s %s %s %s %s', {counts}) FROM app.sweep_preview(1000000, now())");
            Assert.Equal(before, await ImageAsync());

            await using var connection = await database.Maintenance.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var sweep = new NpgsqlCommand("""
                DO $$
                DECLARE
                    n integer;
                BEGIN
                    INSERT INTO app.cleanup_runs (id, layer, state, selected, noticed, archived, trashed, deleted, messages, bytes)
                        VALUES ('00000000-0000-0000-0000-000000000001', 'api', 'running', 0, 0, 0, 0, 0, 0, 0);
                    LOOP
                        SELECT handled INTO n FROM app.sweep('api', 4, '00000000-0000-0000-0000-000000000001');
                        EXIT WHEN n = 0;
                    END LOOP;
                END
                $$
                """, connection, transaction);
            await sweep.ExecuteNonQueryAsync();
            await using var done = new NpgsqlCommand(
                $"SELECT format('%s %s %s %s %s %s', {counts}) FROM app.cleanup_runs WHERE id = '00000000-0000-0000-0000-000000000001'", connection, transaction);
            Assert.Equal(preview, await done.ExecuteScalarAsync());
            await using var receipts = new NpgsqlCommand("""
                SELECT coalesce(sum((kind.value ->> 'bytes')::bigint), 0) = (SELECT bytes FROM app.cleanup_runs WHERE id = '00000000-0000-0000-0000-000000000001')
                FROM app.receipts r CROSS JOIN jsonb_each(r.counts) AS kind WHERE r.run_id = '00000000-0000-0000-0000-000000000001'
                """, connection, transaction);
            Assert.Equal(true, await receipts.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task Send_to_another_conversation_never_waits_for_a_sweep_and_the_sweep_never_for_a_send()
    {
        var (busy, stale) = (await database.AddStaleAsync(ada, 40), await database.AddStaleAsync(ada, 40));
        var fresh = await database.AddConversationAsync(ada);
        await using var sender = await database.AsAsync(ada);
        await SayAsync(sender, busy);

        await using var connection = await database.Maintenance.OpenConnectionAsync();
        await using var sweeping = await connection.BeginTransactionAsync();
        await using (var sweep = new NpgsqlCommand("SET LOCAL lock_timeout = '2s'; SELECT app.sweep('schedule', 100)", connection, sweeping))
            await sweep.ExecuteNonQueryAsync();

        await using (var another = await database.AsAsync(ada))
        {
            await another.RunAsync("SET LOCAL lock_timeout = '2s'");
            await SayAsync(another, fresh);
            await another.CommitAsync();
        }

        await sweeping.CommitAsync();
        await sender.CommitAsync();
        Assert.Equal("noticed", await database.StateOfAsync(stale));
        // Its turn comes when it is free; by now somebody has written in it.
        Assert.Equal("live", await SweptAsync(busy));
    }

    [Fact]
    public async Task Message_sweeps_a_few_of_its_writers_own_conversations_and_nobody_elses()
    {
        await database.SetPolicyAsync("export_first = true");
        var eve = await database.AddPersonAsync("eve");
        var (mine, others) = (await InTrashAsync(ada), await InTrashAsync(eve));
        var due = await database.AddStaleAsync(ada, 40);
        await database.RunAsync("UPDATE app.conversations SET expires_at = now(), noticed_at = now() WHERE id = $1", due);
        var stale = await database.AddStaleAsync(ada, 40);
        var summarised = await InTrashAsync(ada);
        await database.RunAsync("""
            INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at)
            VALUES ($1, $2, 1, 1, 1, 'Likes blue', 3, 'extractive', now())
            """, ada, summarised);
        for (var i = 0; i < 12; i++) await InTrashAsync(ada);

        await using (var session = await database.AsAsync(ada))
        {
            // What the trigger does with one message in a hundred.
            await session.RunAsync("SELECT app.sweep_beside_insert($1)", ada);
            Assert.Equal(3 + 12 + 1 - 10, await session.ReadAsync<int>("SELECT count(*) FROM app.conversations"));
            await session.RunAsync("SELECT app.sweep_beside_insert($1)", ada);
            await session.CommitAsync();
        }

        Assert.Equal("gone gone noticed noticed trash", string.Join(' ',
            await database.StateOfAsync(mine), await database.StateOfAsync(summarised), await database.StateOfAsync(due),
            await database.StateOfAsync(stale), await database.StateOfAsync(others)));
        Assert.Equal(1, await database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = 'saved_copy' AND subject = $1", due));
        Assert.Equal(14, await database.ReadAsync<int>("SELECT sum(cardinality(conversations)) FROM app.receipts WHERE owner_id = $1 AND layer = 'insert'", ada));
        Assert.True(await database.ReadAsync<bool>("SELECT last_run_at IS NOT NULL FROM app.sweep_layers WHERE name = 'insert'"));
    }

    [Fact]
    public async Task Message_sweeps_with_a_probability_of_one_in_a_hundred() =>
        Assert.Matches(@"IF random\(\) < 0\.01 THEN\s+PERFORM app\.sweep_beside_insert\(NEW\.owner_id\)",
            await database.ReadAsync<string>("SELECT prosrc FROM pg_proc WHERE proname = 'messages_before_insert'"));

    [Fact]
    public async Task Sweep_beside_a_message_that_fails_does_not_hinder_the_message()
    {
        await database.AddStaleAsync(ada, 40);
        var conversation = await database.AddConversationAsync(ada);
        await using var session = await database.AsAsync(ada);
        // An identity that is none makes the sweep fail at the first row it looks at; the transaction must go on.
        await session.RunAsync("SET LOCAL app.user_id = 'nobody'");
        await Assert.ThrowsAsync<PostgresException>(() => session.ReadAsync<int>("SELECT handled FROM app.sweep('insert', 10)"));
        await using var again = await database.AsAsync(ada);
        await again.RunAsync("SELECT app.sweep_beside_insert($1)", ada);
        await SayAsync(again, conversation);
        await again.CommitAsync();
    }

    [Fact]
    public async Task Nothing_is_swept_or_cleaned_while_the_portal_is_read_only()
    {
        var conversation = await InTrashAsync(ada);
        await database.RunAsync("UPDATE app.system_settings SET read_only = true");
        try
        {
            Assert.Equal("trash", await SweptAsync(conversation));
            await database.RunAsync("CALL app.run_sweep('pg_cron')");
            Assert.Equal("trash", await database.StateOfAsync(conversation));
        }
        finally
        {
            await database.RunAsync("UPDATE app.system_settings SET read_only = false");
        }

        Assert.Equal("gone", await SweptAsync(conversation));
    }

    [Fact]
    public async Task Whole_sweep_from_the_database_itself_notes_its_run()
    {
        for (var i = 0; i < 3; i++) await InTrashAsync(ada);
        var interrupted = Guid.CreateVersion7();
        await database.RunAsync("""
            INSERT INTO app.cleanup_runs (id, layer, state, selected, noticed, archived, trashed, deleted, messages, bytes, heartbeat_at)
            VALUES ($1, 'schedule', 'running', 0, 0, 0, 0, 7, 0, 0, now() - interval '1 hour')
            """, interrupted);
        await database.RunAsync("CALL app.run_sweep('pg_cron', 2)");
        Assert.Equal("finished 3 9", await database.ReadAsync<string>(
            "SELECT format('%s %s %s', state, deleted, messages) FROM app.cleanup_runs WHERE layer = 'pg_cron' ORDER BY started_at DESC LIMIT 1"));
        Assert.Equal("stopped 7", await database.ReadAsync<string>(
            "SELECT format('%s %s', state, deleted) FROM app.cleanup_runs WHERE id = $1 AND finished_at = heartbeat_at", interrupted));
    }

    [Fact]
    public async Task Traces_are_looked_for_in_every_table_that_names_conversations()
    {
        var conversation = await database.FillAsync(ada);
        var places = await ListAsync("SELECT place FROM app.find_traces($1, $2)", ada, conversation);
        var tables = await ListAsync("""
            SELECT DISTINCT c.relname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname ~ 'conversation' AND NOT a.attisdropped
                AND format_type(a.atttypid, NULL) LIKE 'uuid%'
            ORDER BY 1
            """);
        // Those name it on purpose, and outlive it.
        Assert.Equal(tables.Except(["holds", "saved_copies", "receipts"]).Append("conversations").Order(), places.Order());
        Assert.NotEmpty(await ListAsync("SELECT place FROM app.find_traces($1, $2) WHERE rows > 0 AND place = 'replies'", ada, conversation));
    }

    [Fact]
    public async Task Removed_conversation_leaves_no_trace_and_a_planted_one_is_found()
    {
        var conversation = await database.FillAsync(ada);
        await database.RunAsync("DELETE FROM app.replies WHERE owner_id = $1", ada);
        await database.RunAsync("UPDATE app.conversations SET deleted_at = now(), expires_at = now(), ending = '{\"cause\": \"person\"}' WHERE id = $1", conversation);
        Assert.NotEqual(0, await TracesAsync(conversation));
        await SweepAsync();
        Assert.Equal(0, await TracesAsync(conversation));

        // A table of a later version, which nobody told the removal about.
        await AsOwnerAsync("CREATE TABLE app.planted (owner_id uuid, conversation_id uuid); GRANT SELECT, INSERT ON app.planted TO cm_maintenance");
        try
        {
            await database.RunAsync("INSERT INTO app.planted VALUES ($1, $2)", ada, conversation);
            Assert.Equal(["planted"], await ListAsync("SELECT place FROM app.find_traces($1, $2) WHERE rows > 0", ada, conversation));
        }
        finally
        {
            await AsOwnerAsync("DROP TABLE app.planted");
        }
    }

    [Fact]
    public async Task Cleanup_takes_what_was_previewed_to_the_row_and_leaves_pinned_and_held_ones()
    {
        var (old, young) = (await database.AddStaleAsync(ada, 20), await database.AddStaleAsync(ada, 5));
        var (pinned, held) = (await database.AddStaleAsync(ada, 20), await database.AddStaleAsync(ada, 20));
        await database.RunAsync("UPDATE app.conversations SET pinned_at = now() WHERE id = $1", pinned);
        await database.RunAsync("INSERT INTO app.holds (owner_id, id, conversation_id, reason) VALUES ($1, $2, $3, 'Asked for')", ada, Guid.CreateVersion7(), held);
        for (var i = 0; i < 6; i++) await database.AddStaleAsync(ada, 20);
        var filter = $$"""{"active_before": "{{DateTimeOffset.UtcNow.AddDays(-10):O}}", "owner_id": "{{ada}}"}""";
        var meant = await database.ReadAsync<string>("""
            SELECT format('%s %s %s', count(*), sum(message_count), sum(bytes + 400)) FROM app.conversations c WHERE app.cleans(c, $1::jsonb, ($1::jsonb ->> 'active_before')::timestamptz) AND NOT c.held
            """, filter);

        var run = Guid.CreateVersion7();
        Assert.Equal(7, await database.ReadAsync<int>("SELECT app.begin_clean($1, $2::jsonb, NULL, $3)", run, filter, ada));
        while (await database.ReadAsync<int>("SELECT coalesce(app.clean($1, 3), -1)", run) >= 0) { }

        Assert.Equal(meant, await database.ReadAsync<string>("SELECT format('%s %s %s', trashed, messages, bytes) FROM app.cleanup_runs WHERE id = $1 AND state = 'finished'", run));
        Assert.Equal("trash live live live", string.Join(' ',
            await database.StateOfAsync(old), await database.StateOfAsync(young), await database.StateOfAsync(pinned), await database.StateOfAsync(held)));
        Assert.Equal($"admin {ada} {run}", await database.ReadAsync<string>(
            "SELECT format('%s %s %s', ending ->> 'cause', ending ->> 'by', ending ->> 'run') FROM app.conversations WHERE id = $1 AND expires_at > now() + interval '6 days'", old));
        Assert.Equal(held.ToString(), await database.ReadAsync<string>("SELECT target_id FROM app.audit_log WHERE action = 'hold.prevented' AND detail ->> 'run_id' = $1", run.ToString()));
    }

    [Fact]
    public async Task Cleanup_comes_back_for_what_was_locked_and_keeps_to_its_pace()
    {
        var stale = new List<Guid>();
        for (var i = 0; i < 5; i++) stale.Add(await database.AddStaleAsync(ada, 20));
        var filter = $$"""{"active_before": "{{DateTimeOffset.UtcNow.AddDays(-10):O}}", "owner_id": "{{ada}}"}""";
        var run = Guid.CreateVersion7();
        await database.ReadAsync<int>("SELECT app.begin_clean($1, $2::jsonb, NULL, NULL)", run, filter);
        await using (var busy = await database.AsAsync(ada))
        {
            await busy.RunAsync("SELECT FROM app.conversations WHERE id = $1 FOR UPDATE", stale[2]);
            Assert.Equal(4, await database.ReadAsync<int>("SELECT app.clean($1, 100)", run));
            Assert.Equal(0, await database.ReadAsync<int>("SELECT app.clean($1, 100)", run));
        }

        await database.RunAsync("UPDATE app.cleanup_runs SET per_second = 2, heartbeat_at = now() + interval '1 hour' WHERE id = $1", run);
        Assert.Equal(0, await database.ReadAsync<int>("SELECT app.clean($1, 100)", run));
        Assert.Equal("live", await database.StateOfAsync(stale[2]));
        await database.RunAsync("UPDATE app.cleanup_runs SET heartbeat_at = now() - interval '1 second' WHERE id = $1", run);
        await database.RunAsync("SELECT app.clean($1, 100)", run);
        Assert.Equal("trash", await database.StateOfAsync(stale[2]));
        Assert.Equal("finished", await database.ReadAsync<string>("SELECT state FROM app.cleanup_runs WHERE id = $1", run));
    }

    private async Task FillEveryStateAsync()
    {
        foreach (var days in new[] { 5.0, 24, 28, 31, 400 }) await database.AddStaleAsync(ada, days);
        for (var i = 0; i < 3; i++) await InTrashAsync(ada);
        var own = await database.AddStaleAsync(ada, 12);
        await database.RunAsync("INSERT INTO app.conversation_policies (owner_id, conversation_id, ttl_days) VALUES ($1, $2, 9)", ada, own);
        var endless = await database.AddStaleAsync(ada, 50);
        await database.RunAsync("INSERT INTO app.conversation_policies (owner_id, conversation_id, ttl_days) VALUES ($1, $2, 0)", ada, endless);
        foreach (var set in new[]
        {
            "pinned_at = now()", "kept_until = now() + interval '20 days'", "noticed_at = now() - interval '7 days', expires_at = now() - interval '1 day'",
            "noticed_at = now() - interval '7 days', expires_at = now() - interval '1 day', kept_until = now() + interval '90 days'",
            "noticed_at = now() - interval '7 days', expires_at = now() - interval '1 day', kept_until = now() + interval '2 days'",
            "archived_at = now() - interval '5 days', expires_at = now() - interval '1 day'", "held = true",
            "held = true, deleted_at = now() - interval '9 days', expires_at = now() - interval '1 day'",
        })
        {
            var conversation = await database.AddStaleAsync(ada, 40);
            await database.RunAsync($"UPDATE app.conversations SET {set} WHERE id = $1", conversation);
        }

        var answered = await database.AddStaleAsync(ada, 40);
        await database.RunAsync("UPDATE app.conversations SET noticed_at = now(), expires_at = now() - interval '1 day' WHERE id = $1", answered);
        await database.RunAsync("""
            INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
            VALUES ($1, $2, 1, $2, 'So far', now(), now(), false)
            """, ada, answered);
    }

    private async Task<Guid> InTrashAsync(Guid owner)
    {
        var conversation = await database.AddStaleAsync(owner, 40);
        await database.RunAsync("""
            UPDATE app.conversations SET deleted_at = now() - interval '8 days', expires_at = now() - interval '1 day',
                ending = jsonb_build_object('cause', 'ttl', 'scope', 'system', 'ttl_days', 30, 'last_active', active_at, 'layer', 'schedule') WHERE id = $1
            """, conversation);
        return conversation;
    }

    private async Task AsOwnerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.Connections.Setup + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SET ROLE cm_owner; {sql}", connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task<int> SweepAsync() => database.ReadAsync<int>("SELECT handled FROM app.sweep('schedule', 1000)");

    private async Task<string> SweptAsync(Guid conversation)
    {
        await SweepAsync();
        return await database.StateOfAsync(conversation);
    }

    private Task<int> TracesAsync(Guid conversation) => database.ReadAsync<int>("SELECT sum(rows) FROM app.find_traces($1, $2)", ada, conversation);

    private Task<string> ImageAsync() => database.ReadAsync<string>("SELECT md5(string_agg(c::text, ',' ORDER BY c.id)) FROM app.conversations c");

    private async Task<IReadOnlyList<string>> ListAsync(string sql, params object[] values)
    {
        await using var session = await AppSession.BeginAsync(database.Maintenance, null);
        return await session.ListAsync<string>(sql, values);
    }

    private static Task<int> SayAsync(AppSession session, Guid conversation) => session.RunAsync("""
        INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
        VALUES (app.user_id(), $1, 'user', 'complete', 'Something said', 1)
        """, conversation);
}
