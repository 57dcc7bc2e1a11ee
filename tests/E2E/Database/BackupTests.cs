using ConversationMemory.Data.Cluster;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary><c>deploy/backup.sh</c> and <c>deploy/restore.sh</c> on a database with something in every table.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cm-backup-").FullName;
    private TestDatabase database = null!;

    private string Backups => Path.Combine(folder, "backups");

    private Dictionary<string, string> Original => DeployScript.For(database.Connections.Setup);

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        foreach (var name in new[] { "ada", "eve" }) await database.FillAsync(await database.AddPersonAsync(name));
        var odd = await database.AddConversationAsync(await database.AddPersonAsync("odd"));
        // What looks like the end of a table, or like the next one, in the text that the check reads.
        await database.RunAsync("""
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
            SELECT owner_id, id, 'user', 'complete', E'\\.\nCOPY app.users (id) FROM stdin;\n\\.\t' || chr(128512), 1
            FROM app.conversations WHERE id = $1
            """, odd);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Backup_restores_into_a_new_private_server_with_every_row_trigger_policy_and_right()
    {
        var backup = await BackUpAsync(Original);
        var data = Path.Combine(folder, "data");
        (await DeployScript.RunAsync("restore.sh", new Dictionary<string, string> { ["DataDirectory"] = data }, backup)).Succeeded();

        await using var restored = await PrivateCluster.StartAsync(data, NullLogger.Instance, CancellationToken.None);
        await AssertRestoredAsync(restored.ConnectionString);
    }

    [Fact]
    public async Task Backup_and_restore_need_no_superuser()
    {
        await using var empty = await EmptyDatabase.CreateAsync();
        // pgvector is an extension that only a superuser makes, or the provider's own way.
        await empty.RunAsync("CREATE EXTENSION vector");
        var login = $"plain_{Guid.NewGuid():N}";
        await EmptyDatabase.RunOnServerAsync($"CREATE ROLE {login} LOGIN CREATEROLE; GRANT cm_owner TO {login}");
        try
        {
            await empty.RunAsync($"DO $$BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO {login}', current_database()); END$$");
            var backup = await BackUpAsync(DeployScript.For(database.Connections.Setup, login));
            (await DeployScript.RunAsync("restore.sh", DeployScript.For(empty.ConnectionString, login), backup)).Succeeded();
            await AssertRestoredAsync(empty.ConnectionString);
            // What it was lent for the time is taken back.
            Assert.Equal(0, await database.ReadAsync<int>(
                "SELECT count(*) FROM pg_auth_members WHERE member = $1::regrole AND roleid = 'cm_maintenance'::regrole", login));
        }
        finally
        {
            await empty.RunAsync($"REASSIGN OWNED BY {login} TO CURRENT_USER; DROP OWNED BY {login}");
            await EmptyDatabase.RunOnServerAsync($"DROP OWNED BY {login}; DROP ROLE {login}");
        }
    }

    [Fact]
    public async Task Table_whose_rows_the_login_does_not_see_is_named_and_no_backup_is_left()
    {
        var login = $"plain_{Guid.NewGuid():N}";
        await EmptyDatabase.RunOnServerAsync($"CREATE ROLE {login} LOGIN CREATEROLE; GRANT cm_owner TO {login}");
        try
        {
            await using (var owner = Npgsql.NpgsqlDataSource.Create(database.Connections.Setup + ";Pooling=false"))
            await using (var command = owner.CreateCommand("""
                SET ROLE cm_owner; CREATE TABLE app.secrets (id int); INSERT INTO app.secrets VALUES (1);
                ALTER TABLE app.secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                """)) await command.ExecuteNonQueryAsync();
            var refused = await DeployScript.RunAsync("backup.sh", DeployScript.For(database.Connections.Setup, login), Backups);
            Assert.Contains("does not see all rows of: secrets", refused.Failed(), StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(Backups));
        }
        finally
        {
            await EmptyDatabase.RunOnServerAsync($"DROP OWNED BY {login}; DROP ROLE {login}");
        }
    }

    [Fact]
    public async Task Backup_that_finds_no_room_leaves_nothing_behind_and_says_so()
    {
        var settings = Original;
        settings["folder"] = Backups;
        // 4 blocks of 1,024 bytes are the largest file that may be written.
        var refused = await DeployScript.ShellAsync("ulimit -f 4; trap '' XFSZ; \"$deploy/backup.sh\" \"$folder\"", settings);
        Assert.Contains("Is the disk full?", refused.Failed(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Backups));
    }

    [Fact]
    public async Task Damaged_backup_is_refused_and_nothing_is_made()
    {
        var backup = await BackUpAsync(Original);
        await File.WriteAllBytesAsync(backup, (await File.ReadAllBytesAsync(backup))[..^20_000]);
        var data = Path.Combine(folder, "data");
        var refused = await DeployScript.RunAsync("restore.sh", new Dictionary<string, string> { ["DataDirectory"] = data }, backup);
        Assert.Contains("Nothing was restored", refused.Failed(), StringComparison.Ordinal);
        Assert.Equal([Path.Combine(data, "instance.lock")], Directory.GetFileSystemEntries(data));
    }

    [Fact]
    public async Task Restore_refuses_a_database_that_is_not_empty()
    {
        var backup = await BackUpAsync(Original);
        var before = await DatabaseContent.RowsAsync(database.Connections.Setup);
        var refused = await DeployScript.RunAsync("restore.sh", Original, backup);
        Assert.Contains("the database is not empty", refused.Failed(), StringComparison.Ordinal);
        DatabaseContent.AssertSame(before, await DatabaseContent.RowsAsync(database.Connections.Setup));
    }

    [Theory]
    [InlineData("Host=a;Password='x;''y\"';Username = me ;Port=7", "a|7|me|x;'y\"|")]
    [InlineData("server=/tmp/a b; user id=\"the \"\"one\"\"\"; PWD=;SSL Mode=VerifyFull;Database=d", "/tmp/a b||the \"one\"||verify-full")]
    public async Task Connection_string_is_read_as_the_app_reads_it(string connection, string expected)
    {
        var printed = await DeployScript.ShellAsync(
            "fail() { exit 1; }; . \"$deploy/postgres.sh\"; read_connection \"$ConnectionStrings__Database\"\n" +
            "printf '%s|%s|%s|%s|%s' \"$PGHOST\" \"${PGPORT:-}\" \"$PGUSER\" \"${PGPASSWORD:-}\" \"${PGSSLMODE:-}\"",
            new Dictionary<string, string> { ["ConnectionStrings__Database"] = connection });
        Assert.Equal(expected, printed.Succeeded());
        var asTheAppReadsIt = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        Assert.Equal(expected.Split('|')[0], asTheAppReadsIt.Host);
        Assert.Equal(expected.Split('|')[2], asTheAppReadsIt.Username);
        Assert.Equal(expected.Split('|')[3], asTheAppReadsIt.Password ?? "");
    }

    private async Task<string> BackUpAsync(Dictionary<string, string> settings)
    {
        var backup = (await DeployScript.RunAsync("backup.sh", settings, Backups)).Succeeded();
        Assert.Equal([backup], Directory.GetFileSystemEntries(Backups));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
        return backup;
    }

    private async Task AssertRestoredAsync(string connectionString)
    {
        DatabaseContent.AssertSame(
            await DatabaseContent.RowsAsync(database.Connections.Setup), await DatabaseContent.RowsAsync(connectionString));
        Assert.Equal(
            WithoutBrackets(await DatabaseContent.SchemaAsync(database.Connections.Setup)),
            WithoutBrackets(await DatabaseContent.SchemaAsync(connectionString)));
    }

    // The server writes a AND b AND c with brackets, and reads them back as one list without.
    private static string WithoutBrackets(string schema) =>
        schema.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);
}
