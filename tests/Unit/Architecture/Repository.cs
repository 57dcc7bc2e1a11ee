namespace ConversationMemory.Tests.Unit.Architecture;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <param name="path">Below the checkout's root.</param>
    public static string Folder(params string[] path) => Path.Combine([Root, .. path]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ConversationMemory.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
