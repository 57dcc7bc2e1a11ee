using System.Runtime.Versioning;

namespace ConversationMemory.Data.Cluster;

/// <summary>Keeps a second instance away from a data directory. The system releases it however the app ends.</summary>
[SupportedOSPlatform("linux")]
internal static class InstanceLock
{
    /// <exception cref="ClusterException">Another instance has it, or the directory cannot be written.</exception>
    public static FileStream Take(ClusterPaths paths)
    {
        try
        {
            Directory.CreateDirectory(paths.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new ClusterException(
                $"The data directory {paths.Root} cannot be written by the user {Environment.UserName}. " +
                "Start the app as the user it belongs to, or set DataDirectory to another folder.", denied);
        }
        catch (IOException busy) when (File.Exists(paths.Lock))
        {
            throw new ClusterException(
                $"Another instance of the app is using the data directory {paths.Root}. Stop it first, " +
                "or set DataDirectory to another folder. To run several instances on the same data, set " +
                "ConnectionStrings__Database to a PostgreSQL server they share.", busy);
        }
        catch (IOException failed)
        {
            throw new ClusterException(
                $"The data directory {paths.Root} cannot be used: {failed.Message} Set DataDirectory to another folder.",
                failed);
        }
    }
}
