using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>What the database lets the web's own role see and do, whatever the code above it asks for.</summary>
public sealed class RowSecurityTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    /// <summary>Tables without a person's rows, and why the web may do with them what it may.</summary>
    private static readonly Dictionary<string, string> NobodysRows = new()
    {
        ["organisations"] = "the web has no right to it at all",
        ["data_protection_keys"] = "the web has no right to it at all",
        ["retention_policies"] = "no person's, and the web may only read them",
        ["resolved_policies"] = "no person's, and the web may only read them",
        ["system_settings"] = "one row for everybody, which the web may only read",
        ["agent_versions"] = "the web has no right to it at all",
        ["sql_files"] = "the web has no right to it at all",
        ["providers"] = "the web has no right to it at all",
        ["audit_log"] = "the web has no right to it at all",
        ["cleanup_runs"] = "the web has no right to it at all",
        ["sweep_layers"] = "the web has no right to it at all",
        ["storage_snapshots"] = "the web has no right to it at all",
        ["storage_status"] = "the web has no right to it at all",
        ["storage_alerts"] = "the web has no right to it at all",
        ["migrations"] = "the web has no right to it at all",
    };

    public static TheoryData<string, string> Tables
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (table, column) in OwnerTables.All) data.Add(table, column);
            return data;
        }
    }

    [Fact]
    public async Task Every_table_forces_row_security_and_has_a_policy_for_each_verb()
    {
        await using var command = database.Maintenance.CreateCommand("""
            SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
                array_agg(DISTINCT v.verb) FILTER (WHERE p.polname IS NULL)
            FROM pg_class c
            CROSS JOIN (VALUES ('r'), ('a'), ('w'), ('d')) AS v (verb)
            LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polcmd::text IN (v.verb, '*')
                AND p.polroles && ARRAY[0::oid, 'cm_app'::regrole]
            WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p')
            GROUP BY c.oid ORDER BY c.relname
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var seen = new List<string>();
        while (await reader.ReadAsync())
        {
            var table = reader.GetString(0);
            seen.Add(table);
            if (NobodysRows.ContainsKey(table)) continue;
            Assert.True(reader.GetBoolean(1), $"{table} does not force row security");
            Assert.True(reader.IsDBNull(2), $"{table} lacks a policy for a verb");
        }

        Assert.Empty(NobodysRows.Keys.Except(seen));
        Assert.Empty(seen.Except(NobodysRows.Keys).Except(OwnerTables.All.Select(t => t.Table)).Except(["agents"]));
    }

    [Fact]
    public async Task Tables_of_nobody_are_out_of_the_webs_reach_or_only_readable()
    {
        await using var nobody = await database.AsAsync(null);
        var rights = await nobody.ListAsync<string>("""
            SELECT format('%s %s', table_name, lower(privilege_type)) FROM information_schema.role_table_grants
            WHERE grantee IN ('cm_app', 'PUBLIC') AND table_schema = 'app' AND table_name = ANY ($1) ORDER BY 1
            """, (object)NobodysRows.Keys.ToArray());
        Assert.Equal(["resolved_policies select", "retention_policies select", "system_settings select"], rights);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Stranger_reads_changes_and_removes_nothing(string table, string column)
    {
        var (ada, eve) = await TwoPeopleAsync();
        await AssertOutOfReachAsync(eve, table, column, ada);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Nobody_reads_changes_and_removes_nothing(string table, string column)
    {
        var (ada, _) = await TwoPeopleAsync();
        await AssertOutOfReachAsync(null, table, column, ada);
        Assert.Equal(0, await RowsAsync(null, $"SELECT {column} FROM app.{table}"));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Owner_reads_own_rows_unless_the_table_is_closed_to_the_web(string table, string column)
    {
        var (ada, _) = await TwoPeopleAsync();
        var rows = await RowsAsync(ada, $"SELECT {column} FROM app.{table} WHERE {column} = $1", ada);
        if (table is "user_claims" or "user_logins" or "user_tokens" or "holds" or "notice_mails") Assert.Equal(0, rows);
        else Assert.NotEqual(0, rows);
    }

    [Theory]
    [InlineData("INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic) VALUES ($1, gen_random_uuid(), '01900000-0000-7000-8000-0000000000a1', 'Mine', true)")]
    [InlineData("INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens) VALUES ($1, $2, 'user', 'complete', 'I was here', 1)")]
    [InlineData("INSERT INTO app.replies (owner_id, conversation_id, user_seq, instance_id, text, started_at, heartbeat_at, stop_requested) VALUES ($1, $2, 9, $2, '', now(), now(), false)")]
    [InlineData("INSERT INTO app.sends (owner_id, key, conversation_id, user_seq, created_at) VALUES ($1, gen_random_uuid(), $2, 1, now())")]
    [InlineData("INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at) VALUES ($1, $2, 9, 1, 9, 'Lies', 1, 'edited', now())")]
    [InlineData("INSERT INTO app.jobs (owner_id, kind, subject) VALUES ($1, 'summary', $2)")]
    [InlineData("INSERT INTO app.api_keys (owner_id, id, name, prefix, hash) VALUES ($1, gen_random_uuid(), 'mine', 'cm_', decode(md5($2::text), 'hex'))")]
    [InlineData("INSERT INTO app.organisation_members (organisation_id, user_id, role) VALUES ($2, $1, 'owner')")]
    [InlineData("INSERT INTO app.user_tokens (user_id, login_provider, name, value) VALUES ($1, 'x', $2::text, 'z')")]
    [InlineData("INSERT INTO app.user_claims (user_id, claim_type) VALUES ($1, $2::text)")]
    [InlineData("INSERT INTO app.user_logins (login_provider, provider_key, user_id) VALUES ('evil', $2::text, $1)")]
    [InlineData("INSERT INTO app.users (id, email) VALUES (gen_random_uuid(), $1::text || $2::text)")]
    [InlineData("INSERT INTO app.agents (id, organisation_id, name, description, system_prompt, max_answer_tokens, tools) SELECT gen_random_uuid(), '01900000-0000-7000-8000-000000000001', 'Evil', $1::text, $2::text, 1, '{}'")]
    [InlineData("INSERT INTO app.exports (owner_id, id, request, state, done, attempts) VALUES ($1, gen_random_uuid(), '{\"scope\": \"account\"}', 'queued', 0, 0)")]
    [InlineData("INSERT INTO app.stored_files (owner_id, id, name, content_type, length, complete, expires_at) VALUES ($1, gen_random_uuid(), 'x', 'text/html', 0, true, now())")]
    [InlineData("INSERT INTO app.stored_file_parts (owner_id, file_id, number, \"offset\", data) VALUES ($1, $2, 1, 1, 'x')")]
    [InlineData("INSERT INTO app.saved_copies (owner_id, id, conversation_id, format, title, data, length) VALUES ($1, gen_random_uuid(), $2, 'md', 'Lies', 'x', 1)")]
    public async Task Stranger_adds_nothing_in_anothers_name(string insert)
    {
        var (ada, eve) = await TwoPeopleAsync();
        var conversation = await database.AddConversationAsync(ada);
        foreach (var person in new Guid?[] { eve, null })
        {
            await using var session = await database.AsAsync(person);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => session.RunAsync(insert, ada, conversation));
            // Not there, or not allowed: never a hint, never a row.
            Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ForeignKeyViolation });
        }
    }

    [Fact]
    public async Task Row_cannot_be_given_to_somebody_else()
    {
        var (ada, eve) = await TwoPeopleAsync();
        await using var session = await database.AsAsync(eve);
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            session.RunAsync("UPDATE app.api_keys SET owner_id = $1 WHERE owner_id = $2", ada, eve));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("SELECT password_hash FROM app.users")]
    [InlineData("SELECT security_stamp FROM app.users")]
    [InlineData("UPDATE app.organisation_members SET role = 'owner'")]
    [InlineData("UPDATE app.retention_policies SET window_messages = 2")]
    [InlineData("SELECT xml FROM app.data_protection_keys")]
    [InlineData("SET ROLE cm_maintenance")]
    [InlineData("SET ROLE cm_owner")]
    [InlineData("ALTER TABLE app.messages DISABLE ROW LEVEL SECURITY")]
    [InlineData("CREATE TABLE app.mine (id int)")]
    public async Task Web_has_no_right_to(string statement)
    {
        var (_, eve) = await TwoPeopleAsync();
        await using var session = await database.AsAsync(eve);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => session.RunAsync(statement));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Members_see_agents_and_admins_write_them()
    {
        var (_, eve) = await TwoPeopleAsync();
        var admin = await database.AddPersonAsync("admin", "admin");
        const string rename = "UPDATE app.agents SET description = 'changed'";
        Assert.Equal(1, await RowsAsync(eve, "SELECT id FROM app.agents"));
        Assert.Equal(0, await RowsAsync(null, "SELECT id FROM app.agents"));
        Assert.Equal(0, await AffectedAsync(eve, rename));
        Assert.Equal(1, await AffectedAsync(admin, rename));
    }

    [Fact]
    public async Task Identity_ends_with_its_transaction()
    {
        var (ada, _) = await TwoPeopleAsync();
        await using var single = NpgsqlDataSource.Create(database.Connections.App + ";Maximum Pool Size=1;No Reset On Close=true");
        await using (var session = await AppSession.BeginAsync(single, ada))
        {
            Assert.NotEqual(0, await session.ReadAsync<int>("SELECT count(*) FROM app.conversations"));
            await session.CommitAsync();
        }

        await using var next = await AppSession.BeginAsync(single, null);
        Assert.Equal(0, await next.ReadAsync<int>("SELECT count(*) FROM app.conversations"));
    }

    private async Task AssertOutOfReachAsync(Guid? person, string table, string column, Guid owner)
    {
        Assert.Equal(0, await RowsAsync(person, $"SELECT {column} FROM app.{table} WHERE {column} = $1", owner));
        Assert.Equal(0, await AffectedAsync(person, $"UPDATE app.{table} SET {column} = {column} WHERE {column} = $1", owner));
        Assert.Equal(0, await AffectedAsync(person, $"DELETE FROM app.{table} WHERE {column} = $1", owner));
        Assert.NotEqual(0, await database.ReadAsync<int>($"SELECT count(*) FROM app.{table} WHERE {column} = $1", owner));
    }

    private async Task<int> RowsAsync(Guid? person, string select, params object[] values)
    {
        await using var session = await database.AsAsync(person);
        return await OrNoneAsync(async () => (await session.ListAsync<Guid>(select, values)).Count);
    }

    private async Task<int> AffectedAsync(Guid? person, string statement, params object[] values)
    {
        await using var session = await database.AsAsync(person);
        return await OrNoneAsync(() => session.RunAsync(statement, values));
    }

    // A right that the role does not even have is as good as no rows.
    private static async Task<int> OrNoneAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return 0;
        }
    }

    private async Task<(Guid Ada, Guid Eve)> TwoPeopleAsync()
    {
        var (ada, eve) = (await database.AddPersonAsync("ada"), await database.AddPersonAsync("eve"));
        await database.FillAsync(ada);
        await database.FillAsync(eve);
        return (ada, eve);
    }
}
