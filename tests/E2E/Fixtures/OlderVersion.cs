using System.Diagnostics;
using System.IO.Compression;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>
/// What the version of the app whose last migration is <c>CountersByKey</c> left behind, made by it: <c>pg_dump --schema=app</c>. In it Ada talks with
/// an agent, Ben is her guest, Eve is on hold; and every kind of job waits or was interrupted.
/// </summary>
public static class OlderVersion
{
    public const string LastMigration = "20261124000000_CountersByKey";

    /// <summary>The setting its session keys are wrapped with.</summary>
    public const string MasterKey = "the master key of the version before";

    public const string ApiKey = "cm_TZBzSuKAexr5aFHWj15SNmtL9rP5b1XEgt8tBmOrLHY";

    /// <summary>A live one, and one of a snapshot with a passphrase.</summary>
    public static readonly (string Live, string Snapshot, string Passphrase) Links = ("gJSIBki73PyzyQ7TK8yrGw", "kxSG4X7T_CieLaR3cUjQbw", "open sesame");

    public static readonly Guid Live = new("01a22392-e658-71bc-b2c9-4a342e964dff");
    public static readonly Guid Full = new("01a22392-ecb7-7f1b-9956-edc37a2221ec");
    public static readonly Guid Packed = new("01a22392-f137-7368-94c4-ea1e9389ebde");
    public static readonly Guid Archived = new("01a22392-f23e-7244-b9b6-b4f4104c9bee");
    public static readonly Guid PackedArchive = new("01a22392-f2ab-7087-842e-4c6e8cf65f15");
    public static readonly Guid Trashed = new("01a22392-f361-733c-b66c-4a203707de2b");
    public static readonly Guid Held = new("01a22392-f3b7-705f-867d-f93df24f8f5d");
    public static readonly Guid Shared = new("01a22392-f4b6-75d2-a3a4-0efe3a0812a4");

    // When it was made; its links and its trash would have expired long ago.
    private const string MadeAt = "2026-11-28 19:12:50+00";

    private static readonly string File = Path.Combine(DeployScript.Folder, "..", "tests", "E2E", "Fixtures", "Versions", "CountersByKey.sql.gz");

    /// <summary>Puts it into a database, as if it had been made just now. The roles have to be there.</summary>
    public static async Task RestoreAsync(EmptyDatabase database)
    {
        await database.RunAsync("CREATE EXTENSION vector");
        await using var zipped = System.IO.File.OpenRead(File);
        await using var dump = new GZipStream(zipped, CompressionMode.Decompress);
        var to = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo("psql", ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = to.Host, ["PGPORT"] = $"{to.Port}", ["PGDATABASE"] = to.Database,
                ["PGUSER"] = to.Username, ["PGPASSWORD"] = to.Password ?? "",
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await dump.CopyToAsync(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        await database.RunAsync($"""
            DO $$
            DECLARE
                moment record;
            BEGIN
                SET LOCAL session_replication_role = replica;
                FOR moment IN
                    SELECT c.table_name, c.column_name FROM information_schema.columns c
                    WHERE c.table_schema = 'app' AND c.data_type = 'timestamp with time zone'
                LOOP
                    EXECUTE format('UPDATE app.%I SET %2$I = %2$I + (now() - $1)', moment.table_name, moment.column_name) USING timestamptz '{MadeAt}';
                END LOOP;
            END
            $$
            """);
    }
}
