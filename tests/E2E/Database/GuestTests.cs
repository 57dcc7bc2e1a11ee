using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>What the database lets people do in a conversation that is somebody else's: by invitation, by link, or by neither.</summary>
public sealed class GuestTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Say = """
        INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, author_id) VALUES ($1, $2, 'user', 'complete', 'I was here', 2, $3)
        """;

    private static readonly Guid Organisation = new("01900000-0000-7000-8000-000000000001");

    // Everything a guest may see some row of; all other tables are closed.
    private static readonly string[] Open =
    [
        "organisation_members", "conversations", "messages", "replies", "sends", "summaries", "conversation_policies", "segments", "usage",
        "conversation_members",
    ];

    private Guid ada;
    private Guid talk;
    private Guid ben;

    public static TheoryData<string, string> Tables
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (table, column) in OwnerTables.All) data.Add(table, column);
            return data;
        }
    }

    public async Task InitializeAsync()
    {
        ada = await database.AddPersonAsync("ada", "admin");
        ben = await database.AddPersonAsync("ben");
        talk = await database.FillAsync(ada);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Whoever_is_neither_member_nor_has_a_link_sees_nothing(string table, string column)
    {
        await using var stranger = await database.AsGuestAsync(ada, talk, member: ben);
        // Who else is a member is no secret to whom the app takes for one.
        if (table != "conversation_members") Assert.Equal(0, await RowsAsync(stranger, table, column));
        await using var nobody = await database.AsGuestAsync(ada, talk);
        Assert.Equal(0, await RowsAsync(nobody, table, column));
        await using var unknown = await database.AsGuestAsync(ada, talk, link: Guid.NewGuid());
        Assert.Equal(0, await RowsAsync(unknown, table, column));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Member_sees_this_conversation_and_nothing_else_of_its_owner(string table, string column)
    {
        await database.InviteAsync(ada, talk, ben, "reader");
        await AnotherAsync();
        await using var guest = await database.AsGuestAsync(ada, talk, member: ben);
        var rows = await RowsAsync(guest, table, column);
        if (!Open.Contains(table)) Assert.Equal(0, rows);
        else if (table is not ("segments" or "sends")) Assert.NotEqual(0, rows);
        var key = table switch { "conversations" => "id", "organisation_members" or "usage" => null, _ => "conversation_id" };
        if (key is not null && Open.Contains(table))
            Assert.Equal(rows, await guest.ReadAsync<int>($"SELECT count(*) FROM app.{table} WHERE {column} = $1 AND {key} = $2", ada, talk));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Guests_change_and_remove_nothing_of_what_is_there(string table, string column)
    {
        var link = await database.ShareAsync(ada, talk, 1, 9);
        var eve = await database.AddPersonAsync("eve");
        await database.InviteAsync(ada, talk, ben, "reader");
        await database.InviteAsync(ada, talk, eve, "writer");
        foreach (var (member, shared) in new (Guid?, Guid?)[] { (ben, null), (eve, null), (null, link) })
        {
            await using var guest = await database.AsGuestAsync(ada, talk, member, shared);
            Assert.Equal(0, await AffectedAsync(guest, $"UPDATE app.{table} SET {column} = {column} WHERE {column} = $1", ada));
            await using var again = await database.AsGuestAsync(ada, talk, member, shared);
            Assert.Equal(0, await AffectedAsync(again, $"DELETE FROM app.{table} WHERE {column} = $1", ada));
        }
    }

    [Fact]
    public async Task Reader_cannot_write()
    {
        await database.InviteAsync(ada, talk, ben, "reader");
        await AssertRefusedAsync(Say, ben, ada, talk, ben);
    }

    [Fact]
    public async Task Writer_writes_as_themselves_and_in_no_other_role()
    {
        await database.InviteAsync(ada, talk, ben, "writer");
        await using (var guest = await database.AsGuestAsync(ada, talk, member: ben))
        {
            Assert.Equal(1, await guest.RunAsync(Say, ada, talk, ben));
            await guest.CommitAsync();
        }

        Assert.Equal(ben, await database.ReadAsync<string>("SELECT author_id::text FROM app.messages WHERE conversation_id = $1 AND seq = 2", talk) is { } id ? Guid.Parse(id) : default);
        var eve = await database.AddPersonAsync("eve");
        await AssertRefusedAsync(Say, ben, ada, talk, eve);
        await AssertRefusedAsync(Say.Replace("$3", "NULL", StringComparison.Ordinal), ben, ada, talk);
        await AssertRefusedAsync(Say.Replace("'user'", "'assistant'", StringComparison.Ordinal), ben, ada, talk, ben);
        await AssertRefusedAsync(Say.Replace("'user'", "'system'", StringComparison.Ordinal), ben, ada, talk, ben);
        await AssertRefusedAsync(Say, ben, ada, await database.AddConversationAsync(ada), ben);
    }

    [Theory]
    [InlineData("INSERT INTO app.agents (id, organisation_id, name, description, system_prompt, max_answer_tokens, tools) VALUES (gen_random_uuid(), $1, 'Evil', '', '', 1, '{}')")]
    [InlineData("INSERT INTO app.conversation_members (owner_id, conversation_id, user_id, role) SELECT $2, $3, $4, 'writer' WHERE $1 IS NOT NULL")]
    [InlineData("INSERT INTO app.share_links (owner_id, id, conversation_id, token_hash, token_protected, kind, title, from_seq, with_tools, expires_at) SELECT $2, $4, $3, 'x', 'x', 'live', 'Mine', 1, false, 'infinity' WHERE $1 IS NOT NULL")]
    [InlineData("INSERT INTO app.ledger_entries (owner_id, agent_id, messages) SELECT $2, $1, -99 WHERE $3 <> $4")]
    [InlineData("INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at) SELECT $2, $3, 9, 1, 9, 'Lies', 1, 'edited', now() WHERE $1 <> $4")]
    [InlineData("INSERT INTO app.api_keys (owner_id, id, name, prefix, hash) SELECT $2, $4, 'mine', 'cm_', 'x' WHERE $1 <> $3")]
    public async Task Guest_in_an_admins_conversation_is_no_admin_and_makes_nothing_in_their_name(string insert)
    {
        await database.InviteAsync(ada, talk, ben, "writer");
        await AssertRefusedAsync(insert, ben, Organisation, ada, talk, ben);
        await using var guest = await database.AsGuestAsync(ada, talk, member: ben);
        Assert.Equal(0, await guest.RunAsync("UPDATE app.agents SET name = 'Evil'"));
        Assert.Equal(0, await guest.RunAsync("DELETE FROM app.agents"));
        Assert.NotEqual(0, await guest.ReadAsync<int>("SELECT count(*) FROM app.agents"));
    }

    [Fact]
    public async Task Window_counters_and_ledger_follow_a_writer_as_they_follow_the_owner()
    {
        var conversation = await database.AddConversationAsync(ada);
        await database.RunAsync("INSERT INTO app.conversation_policies (owner_id, conversation_id, window_messages, window_action) VALUES ($1, $2, 4, 'delete')", ada, conversation);
        await database.InviteAsync(ada, conversation, ben, "writer");
        await database.RunAsync("DELETE FROM app.ledger_entries WHERE owner_id = $1", ada);
        // Enough that the window prunes, on a guest's insert.
        for (var i = 0; i < 15; i++)
        {
            await using var guest = await database.AsGuestAsync(ada, conversation, member: ben);
            await guest.RunAsync(Say, ada, conversation, ben);
            await guest.CommitAsync();
        }

        Assert.Equal("15 12 4 8 11 8", await database.ReadAsync<string>("""
            SELECT format('%s %s %s %s %s %s', last_seq, first_seq, message_count, total_tokens, pruned_count, pruned_seq) FROM app.conversations WHERE id = $1
            """, conversation));
        Assert.Equal(7, await database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE conversation_id = $1", conversation));
        Assert.Equal("4 8", await database.ReadAsync<string>("SELECT format('%s %s', sum(messages), sum(pruned_messages)) FROM app.ledger_entries WHERE owner_id = $1", ada));
        Assert.Equal(0, await database.ReadAsync<int>("SELECT count(*) FROM app.ledger_entries WHERE owner_id = $1", ben));
    }

    [Fact]
    public async Task Writer_stops_and_takes_back_replies_to_their_own_questions_only()
    {
        await database.InviteAsync(ada, talk, ben, "writer");
        await using var guest = await database.AsGuestAsync(ada, talk, member: ben);
        await guest.RunAsync(Say, ada, talk, ben);
        await guest.RunAsync("""
            INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested)
            VALUES ($1, $2, 2, $2, '', now(), now(), false)
            """, ada, talk);
        Assert.Equal(1, await guest.RunAsync("UPDATE app.replies SET stop_requested = true"));
        await guest.CommitAsync();
        foreach (var question in (int[])[1, 2])
        {
            await database.RunAsync("""
                INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens, reply_to) VALUES ($1, $2, 'assistant', 'complete', 'Well', 1, $3)
                """, ada, talk, question);
        }

        await using var again = await database.AsGuestAsync(ada, talk, member: ben);
        Assert.Equal([4], await again.ListAsync<int>("DELETE FROM app.messages WHERE owner_id = $1 AND conversation_id = $2 RETURNING seq", ada, talk));
    }

    [Fact]
    public async Task Link_shows_its_range_of_messages_and_no_summary_and_ends_at_once()
    {
        for (var i = 0; i < 4; i++) await database.AddMessageAsync(ada, talk);
        var link = await database.ShareAsync(ada, talk, 2, 3);
        await using (var reader = await database.AsGuestAsync(ada, talk, link: link))
        {
            Assert.Equal([2, 3], await reader.ListAsync<int>("SELECT seq FROM app.messages ORDER BY seq"));
            Assert.Equal([talk], await reader.ListAsync<Guid>("SELECT id FROM app.conversations"));
            foreach (var table in (string[])["summaries", "replies", "conversation_members", "usage", "sends"])
                Assert.Equal(0, await reader.ReadAsync<int>($"SELECT count(*) FROM app.{table}"));
        }

        await using (var writer = await database.AsGuestAsync(ada, talk, link: link))
            await Assert.ThrowsAsync<PostgresException>(() => writer.RunAsync(Say, ada, talk, ben));
        await using var open = await database.AsGuestAsync(ada, talk, link: link);
        Assert.Equal(2, await open.ReadAsync<int>("SELECT count(*) FROM app.messages"));
        await database.RunAsync("UPDATE app.share_links SET revoked_at = now() WHERE id = $1", link);
        Assert.Equal(0, await open.ReadAsync<int>("SELECT count(*) FROM app.messages"));

        await database.RunAsync("UPDATE app.share_links SET revoked_at = NULL, expires_at = now() - interval '1 second' WHERE id = $1", link);
        await using var late = await database.AsGuestAsync(ada, talk, link: link);
        Assert.Equal(0, await late.ReadAsync<int>("SELECT count(*) FROM app.messages"));

        await database.RunAsync("UPDATE app.share_links SET expires_at = now() + interval '1 hour' WHERE id = $1", link);
        await using var elsewhere = await database.AsGuestAsync(ada, await AnotherAsync(), link: link);
        Assert.Equal(0, await elsewhere.ReadAsync<int>("SELECT count(*) FROM app.messages"));
    }

    [Fact]
    public async Task Snapshot_opens_its_own_row_and_nothing_of_the_conversation()
    {
        var link = await database.ShareAsync(ada, talk, 1, 9);
        var other = await database.ShareAsync(ada, talk, 1, 9);
        await database.RunAsync("UPDATE app.share_links SET kind = 'snapshot', data = 'x' WHERE id = $1", link);
        await using var reader = await database.AsGuestAsync(ada, talk, link: link);
        Assert.Equal([link], await reader.ListAsync<Guid>("SELECT id FROM app.share_links"));
        foreach (var (table, column) in OwnerTables.All.Where(t => t.Table != "share_links")) Assert.Equal(0, await RowsAsync(reader, table, column));
        await using var live = await database.AsGuestAsync(ada, talk, link: other);
        Assert.Equal([other], await live.ListAsync<Guid>("SELECT id FROM app.share_links"));
    }

    [Fact]
    public async Task Live_link_opens_the_segments_of_its_conversation_alone()
    {
        var packed = Guid.Parse(await database.ReadAsync<string>("SELECT conversation_id::text FROM app.segments WHERE owner_id = $1", ada));
        var (its, others) = (await database.ShareAsync(ada, packed, 1, 9), await database.ShareAsync(ada, talk, 1, 9));
        await using var reader = await database.AsGuestAsync(ada, packed, link: its);
        Assert.Equal(1, await reader.ReadAsync<int>("SELECT count(*) FROM app.segments"));
        foreach (var (conversation, link) in new[] { (packed, others), (talk, its), (talk, others) })
        {
            await using var elsewhere = await database.AsGuestAsync(ada, conversation, link: link);
            Assert.Equal(0, await elsewhere.ReadAsync<int>("SELECT count(*) FROM app.segments"));
        }

        await database.RunAsync("UPDATE app.share_links SET revoked_at = now() WHERE id = $1", its);
        Assert.Equal(0, await reader.ReadAsync<int>("SELECT count(*) FROM app.segments"));
    }

    [Fact]
    public async Task Removed_member_loses_sight_within_the_transaction()
    {
        await database.InviteAsync(ada, talk, ben, "writer");
        await using var guest = await database.AsGuestAsync(ada, talk, member: ben);
        Assert.Equal(1, await guest.ReadAsync<int>("SELECT count(*) FROM app.messages"));
        await database.RunAsync("DELETE FROM app.conversation_members WHERE user_id = $1", ben);
        Assert.Equal(0, await guest.ReadAsync<int>("SELECT count(*) FROM app.messages"));
        await Assert.ThrowsAsync<PostgresException>(() => guest.RunAsync(Say, ada, talk, ben));
    }

    [Fact]
    public async Task Person_finds_what_is_shared_with_them_and_changes_nothing_there()
    {
        await database.InviteAsync(ada, talk, ben, "writer");
        await AnotherAsync();
        await using var session = await database.AsAsync(ben);
        Assert.Equal([talk], await session.ListAsync<Guid>("SELECT id FROM app.conversations"));
        Assert.Equal([talk], await session.ListAsync<Guid>("SELECT DISTINCT conversation_id FROM app.messages"));
        Assert.Equal([talk], await session.ListAsync<Guid>("SELECT conversation_id FROM app.summaries"));
        Assert.Equal(0, await session.ReadAsync<int>("SELECT count(*) FROM app.segments"));
        Assert.Equal([ada], await session.ListAsync<Guid>("SELECT owner_id FROM app.conversation_members"));
        foreach (var table in (string[])["replies", "sends", "conversation_policies", "share_links", "usage", "receipts", "templates"])
            Assert.Equal(0, await session.ReadAsync<int>($"SELECT count(*) FROM app.{table}"));
        Assert.Equal(0, await session.RunAsync("UPDATE app.conversations SET title = 'Mine'"));
        Assert.Equal(0, await session.RunAsync("DELETE FROM app.messages"));
        Assert.Equal(0, await session.RunAsync("UPDATE app.conversation_members SET role = 'writer'"));
        await Assert.ThrowsAsync<PostgresException>(() => session.RunAsync(Say, ada, talk, ben));
    }

    [Fact]
    public async Task Packed_messages_are_shared_with_members_too()
    {
        await database.InviteAsync(ada, talk, ben, "reader");
        var packed = await database.ReadAsync<string>("SELECT conversation_id::text FROM app.segments WHERE owner_id = $1", ada);
        await database.InviteAsync(ada, Guid.Parse(packed), ben, "reader");
        await using var session = await database.AsAsync(ben);
        Assert.Equal(1, await session.ReadAsync<int>("SELECT count(*) FROM app.segments"));
        await using var guest = await database.AsGuestAsync(ada, Guid.Parse(packed), member: ben);
        Assert.Equal(1, await guest.ReadAsync<int>("SELECT count(*) FROM app.segments"));
    }

    [Fact]
    public async Task Conversation_in_the_trash_is_shared_with_nobody()
    {
        await database.InviteAsync(ada, talk, ben, "reader");
        await database.RunAsync("UPDATE app.conversations SET deleted_at = now() WHERE id = $1", talk);
        await using var session = await database.AsAsync(ben);
        Assert.Equal(0, await session.ReadAsync<int>("SELECT count(*) FROM app.conversations"));
        await using var guest = await database.AsGuestAsync(ada, talk, member: ben);
        Assert.Equal(0, await guest.ReadAsync<int>("SELECT count(*) FROM app.conversations"));
    }

    [Fact]
    public async Task Members_leave_and_owners_remove_and_nobody_else_does()
    {
        var eve = await database.AddPersonAsync("eve");
        await database.InviteAsync(ada, talk, ben, "reader");
        await database.InviteAsync(ada, talk, eve, "reader");
        await using (var stranger = await database.AsAsync(await database.AddPersonAsync("sam")))
            Assert.Equal(0, await stranger.RunAsync("DELETE FROM app.conversation_members WHERE conversation_id = $1", talk));
        await using (var member = await database.AsAsync(ben))
            Assert.Equal([ben], await member.ListAsync<Guid>("DELETE FROM app.conversation_members WHERE conversation_id = $1 RETURNING user_id", talk));
        await using (var owner = await database.AsAsync(ada))
            Assert.Equal(2, await owner.RunAsync("DELETE FROM app.conversation_members WHERE conversation_id = $1 AND user_id = ANY ($2)", talk, (Guid[])[ben, eve]));
    }

    [Fact]
    public async Task Owners_cannot_invite_themselves()
    {
        await using var owner = await database.AsAsync(ada);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => owner.RunAsync(
            "INSERT INTO app.conversation_members (owner_id, conversation_id, user_id, role) VALUES ($1, $2, $1, 'writer')", ada, talk));
        Assert.Equal("conversation_members_other", refused.ConstraintName);
    }

    [Theory]
    [InlineData("SELECT * FROM app.messages WHERE owner_id = $1 AND conversation_id = $2 AND seq < 99 ORDER BY seq DESC LIMIT 200", "pk_messages")]
    [InlineData("SELECT * FROM app.conversations c JOIN app.agents a ON a.id = c.agent_id WHERE c.owner_id = $1 AND c.id = $2", "on conversations c")]
    [InlineData("SELECT * FROM app.conversations WHERE owner_id = $1 AND id <> $2 ORDER BY active_at DESC, id DESC LIMIT 31", "ix_conversations_owner_id_active_at_id")]
    [InlineData("DELETE FROM app.messages WHERE owner_id = $1 AND conversation_id = $2 AND seq >= 5", "pk_messages")]
    [InlineData("SELECT data FROM app.segments WHERE owner_id = $1 AND conversation_id = $2 ORDER BY from_seq DESC LIMIT 1", "pk_segments")]
    [InlineData("SELECT * FROM app.summaries WHERE owner_id = $1 AND conversation_id = $2 ORDER BY version DESC LIMIT 1", "pk_summaries")]
    public async Task Policies_leave_the_keys_to_what_is_asked_often(string statement, string index)
    {
        foreach (var guest in (Guid?[])[null, ben])
        {
            await using var session = guest is null ? await database.AsAsync(ada) : await database.AsGuestAsync(ada, talk, guest);
            await session.RunAsync("SET LOCAL enable_seqscan = off");
            var plan = string.Join('\n', await session.ListAsync<string>($"EXPLAIN {statement}", ada, talk));
            Assert.Contains(index, plan, StringComparison.Ordinal);
            Assert.Matches(@"Index Cond: \(\(?owner_id = ", plan);
            Assert.DoesNotContain("Seq Scan on messages", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan on conversations", plan, StringComparison.Ordinal);
        }
    }

    private async Task<Guid> AnotherAsync()
    {
        var another = await database.AddConversationAsync(ada);
        await database.AddMessageAsync(ada, another);
        await database.RunAsync("""
            INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at)
            VALUES ($1, $2, 1, 1, 1, 'Likes green', 3, 'extractive', now())
            """, ada, another);
        return another;
    }

    private async Task AssertRefusedAsync(string insert, Guid member, params object[] values)
    {
        await using var guest = await database.AsGuestAsync(ada, talk, member);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => guest.RunAsync(insert, values));
        Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ForeignKeyViolation });
    }

    private async Task<int> RowsAsync(AppSession session, string table, string column)
    {
        await session.RunAsync("SAVEPOINT before");
        try
        {
            return (await session.ListAsync<Guid>($"SELECT {column} FROM app.{table} WHERE {column} = $1", ada)).Count;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await session.RunAsync("ROLLBACK TO before");
            return 0;
        }
    }

    private static async Task<int> AffectedAsync(AppSession session, string statement, params object[] values)
    {
        try
        {
            return await session.RunAsync(statement, values);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return 0;
        }
    }
}
