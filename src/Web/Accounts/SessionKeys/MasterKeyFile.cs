using System.Security.Cryptography;

namespace ConversationMemory.Web.Accounts.SessionKeys;

/// <summary><c>master.key</c> below the data directory, readable by the app's user alone. Made when it is missing.</summary>
internal static class MasterKeyFile
{
    public static byte[] Read(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var path = Path.Combine(dataDirectory, "master.key");
        if (!File.Exists(path)) Make(path);
        return File.ReadAllBytes(path);
    }

    // Written whole under another name first: another instance sees all of it or nothing.
    private static void Make(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options)) file.Write(RandomNumberGenerator.GetBytes(32));
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
