using System.Diagnostics;

namespace ConversationMemory.Data.Cluster;

/// <summary>An installed PostgreSQL server.</summary>
/// <param name="Version">The major version.</param>
/// <param name="Directory">Where its programs are.</param>
internal sealed record ServerBinaries(int Version, string Directory)
{
    private const int OldestVersion = 15;
    private const string Packaged = "/usr/lib/postgresql";
    private static readonly string[] Programs = ["postgres", "initdb", "createdb", "pg_config"];

    public string this[string program] => Path.Combine(Directory, program);

    /// <summary>
    /// The server for a cluster: of the version that made it; for a new one the newest that has pgvector, or else the
    /// newest. <c>deploy/prerequisites.sh</c> goes by the same rule.
    /// </summary>
    /// <exception cref="ClusterException">No such server is installed.</exception>
    public static ServerBinaries Find(ClusterPaths paths)
    {
        var installed = Installed();
        if (!System.IO.Directory.Exists(paths.Server))
            return installed.FirstOrDefault(i => i.HasVector()) ?? installed.FirstOrDefault()
                ?? throw new ClusterException(
                    $"No PostgreSQL server of version {OldestVersion} or newer was found under {Packaged} or on the PATH. " +
                    "Run deploy/prerequisites.sh, or set ConnectionStrings__Database to a server you have.");

        var version = VersionOf(paths);
        return installed.Find(i => i.Version == version)
            ?? throw new ClusterException(
                $"The database in {paths.Server} was made by PostgreSQL {version}, which is not installed here. " +
                $"Install PostgreSQL {version} (package postgresql-{version}) with pgvector, or set DataDirectory to " +
                "another folder.");
    }

    /// <summary>Whether the extension pg_cron is installed for it.</summary>
    public bool HasCron() => File.Exists(Path.Combine(Ask(this["pg_config"], "--pkglibdir"), "pg_cron.so"));

    private static List<ServerBinaries> Installed()
    {
        var packaged = System.IO.Directory.Exists(Packaged)
            ? System.IO.Directory.GetDirectories(Packaged).Select(d => Path.Combine(d, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return [.. packaged.Concat(path)
            .Where(d => Programs.All(p => File.Exists(Path.Combine(d, p))))
            .Select(d => new ServerBinaries(MajorVersion(Ask(Path.Combine(d, "postgres"), "--version")), d))
            .Where(i => i.Version >= OldestVersion)
            .OrderByDescending(i => i.Version)];
    }

    private static int VersionOf(ClusterPaths paths)
    {
        try
        {
            return MajorVersion(File.ReadAllText(Path.Combine(paths.Server, "PG_VERSION")));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new ClusterException(
                $"The database in {paths.Server} belongs to another user than {Environment.UserName}. " +
                "Start the app as the user who made it (root, if it was root), or set DataDirectory to another folder.",
                denied);
        }
        catch (IOException missing)
        {
            throw new ClusterException(
                $"The folder {paths.Server} exists but holds no database (its PG_VERSION cannot be read). " +
                "Restore it, move it away, or set DataDirectory to another folder.", missing);
        }
    }

    // "15", "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private static int MajorVersion(string text) =>
        int.TryParse(string.Concat(text.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)), out var version)
            ? version : 0;

    private bool HasVector() => File.Exists(Path.Combine(Ask(this["pg_config"], "--sharedir"), "extension/vector.control"));

    private static string Ask(string program, string question)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [question]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
