using System.Diagnostics;
using System.Runtime.Versioning;

namespace ConversationMemory.Data.Cluster;

/// <summary>Makes what must be on disk before the server starts.</summary>
[SupportedOSPlatform("linux")]
internal static class ClusterFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static async Task PrepareAsync(ClusterPaths paths, ServerBinaries binaries, CancellationToken ct)
    {
        if (!Directory.Exists(paths.Server))
            await CreateAsync(paths, binaries, ct);
        await ClusterConfiguration.WriteAsync(paths, binaries, ct);
        await MakeSocketDirectoryAsync(paths, ct);
    }

    // In a folder beside, renamed at the end: so there is never a half-made cluster under the real name.
    private static async Task CreateAsync(ClusterPaths paths, ServerBinaries binaries, CancellationToken ct)
    {
        if (Directory.Exists(paths.Unfinished))
            Directory.Delete(paths.Unfinished, recursive: true);
        Directory.CreateDirectory(paths.Unfinished, OwnerOnly);
        if (Environment.IsPrivilegedProcess)
            await GiveToServerAsync(paths.Unfinished, ct);

        var (code, output) = await ServerUser.RunAsync(ServerUser.Command(paths.Unfinished,
            binaries["initdb"], "-D", ServerUser.Directory, "--username", PrivateCluster.Superuser, "--auth=peer",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"), ct);
        if (code != 0)
            throw new ClusterException(
                $"PostgreSQL could not make its database in {paths.Root}. Is the disk full, or the folder on a " +
                $"file system without permissions? It said: {output.Trim()}");
        Directory.Move(paths.Unfinished, paths.Server);
    }

    private static async Task GiveToServerAsync(string directory, CancellationToken ct)
    {
        var chown = new ProcessStartInfo("chown", [$"{ServerUser.Name}:", directory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var (code, output) = await ServerUser.RunAsync(chown, ct);
        if (code != 0)
            throw new ClusterException(
                $"PostgreSQL does not run as root, and {directory} could not be given to the user {ServerUser.Name}: " +
                $"{output.Trim()} Start the app as another user than root, or set ConnectionStrings__Database.");
    }

    // Made by the server's user, and only used if it is truly theirs: a path under /tmp could be somebody else's trap.
    private static async Task MakeSocketDirectoryAsync(ClusterPaths paths, CancellationToken ct)
    {
        var directory = paths.SocketsAreInside ? $"{ServerUser.Directory}/socket" : paths.Sockets;
        var (code, _) = await ServerUser.RunAsync(ServerUser.Command(paths.Server, "sh", "-c",
            "mkdir -m 700 \"$0\" 2>/dev/null; [ ! -L \"$0\" ] && [ -O \"$0\" ] && chmod 700 \"$0\"", directory), ct);
        if (code != 0)
            throw new ClusterException(
                $"The folder {paths.Sockets}, for the database's socket, could not be made or belongs to another user. " +
                "Remove it, or set DataDirectory to a folder with a shorter path.");
    }
}
