namespace ConversationMemory.Bench;

/// <summary>Reads a file that is embedded in this program.</summary>
internal static class BenchFile
{
    /// <param name="name">Such as <c>FillOurs.sql</c>.</param>
    public static string Read(string name)
    {
        using var stream = typeof(BenchFile).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException("No such file in the bench.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
