using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Data.Cluster;

/// <summary>Where the parts of the cluster are below the app's data directory.</summary>
internal sealed class ClusterPaths
{
    // sun_path has 108 bytes, the last of them NUL.
    private const int LongestSocketPath = 107;
    private const string SocketName = ".s.PGSQL.5432";

    public ClusterPaths(string dataDirectory)
    {
        Root = Path.GetFullPath(dataDirectory);
        Server = Path.Combine(Root, "postgres");
        var inside = Path.Combine(Server, "socket");
        SocketsAreInside = Encoding.UTF8.GetByteCount(Path.Combine(inside, SocketName)) <= LongestSocketPath;
        Sockets = SocketsAreInside ? inside : ShortDirectory(Server);
    }

    /// <summary>The app's data directory.</summary>
    public string Root { get; }

    /// <summary>What PostgreSQL calls its data directory.</summary>
    public string Server { get; }

    /// <summary>The directory of the Unix socket.</summary>
    public string Sockets { get; }

    /// <summary>False where the data directory's path is too long for a socket.</summary>
    public bool SocketsAreInside { get; }

    /// <summary>The cluster while it is being made; renamed to <see cref="Server"/> when it is whole.</summary>
    public string Unfinished => Server + ".new";

    public string Lock => Path.Combine(Root, "instance.lock");

    /// <summary>What the server says before its own log is open: mostly why it does not start.</summary>
    public string StartLog => Path.Combine(Root, "postgres-start.log");

    public string ProcessFile => Path.Combine(Server, "postmaster.pid");

    public string[] SocketFiles => [Path.Combine(Sockets, SocketName), Path.Combine(Sockets, SocketName + ".lock")];

    private static string ShortDirectory(string server)
    {
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        // Root's own runtime directory is closed to the user the server runs as.
        var parent = Environment.IsPrivilegedProcess || !Directory.Exists(runtime) ? "/tmp" : runtime;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(server)));
        return Path.Combine(parent, $"conversationmemory-{hash[..16]}");
    }
}
