using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Data.Cluster;

/// <summary>
/// Cleans up after a server that was killed or whose app was. PostgreSQL does so itself, except when the process id in
/// its file was given to another process since, or belongs to a zombie: then it refuses to start.
/// </summary>
internal static class LeftoverServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Each process of the server works in its data directory. Asked as the server's user, as root may be denied the look
    // at other users' processes in a container.
    private const string ListProcesses =
        """
        for p in /proc/[0-9]*; do
            [ "$p/cwd" -ef /proc/self/fd/3 ] && read -r name <"$p/comm" && [ "$name" = postgres ] && echo "${p#/proc/}"
        done
        true
        """;

    /// <summary>Returns when no server works in the directory and nothing of it hinders a new one.</summary>
    /// <exception cref="ClusterException">A server is still there after a minute.</exception>
    public static async Task ClearAsync(ClusterPaths paths, ILogger logger, CancellationToken ct)
    {
        if (!File.Exists(paths.ProcessFile))
            return;

        var since = Stopwatch.StartNew();
        for (var processes = await ProcessesAsync(paths, ct); processes.Count > 0; processes = await ProcessesAsync(paths, ct))
        {
            // The lock is ours, so it is an orphan. Normally the kernel has told it to stop already.
            if (processes.Contains(MainProcess(paths)))
                Signal.Send(MainProcess(paths), Signal.Interrupt);
            if (since.Elapsed > Patience)
                throw new ClusterException(
                    $"A database server of an earlier run still works in {paths.Server} (process " +
                    $"{string.Join(", ", processes)}) and does not end. End it, then start the app again.");
            await Task.Delay(50, ct);
        }

        if (!File.Exists(paths.ProcessFile))
            return;
        logger.LogWarning("The database server was not stopped properly last time; it will recover");
        foreach (var file in paths.SocketFiles.Append(paths.ProcessFile))
            File.Delete(file);
    }

    private static async Task<List<int>> ProcessesAsync(ClusterPaths paths, CancellationToken ct)
    {
        var (_, output) = await ServerUser.RunAsync(ServerUser.Command(paths.Server, "sh", "-c", ListProcesses), ct);
        return [.. output.Split('\n').Select(line => int.TryParse(line, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)];
    }

    /// <summary>The process id on the first line of the server's file, 0 if the file is gone.</summary>
    private static int MainProcess(ClusterPaths paths)
    {
        try
        {
            return int.TryParse(File.ReadLines(paths.ProcessFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var id)
                ? id : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
