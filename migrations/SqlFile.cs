namespace ConversationMemory.Migrations;

/// <summary>Reads a file below <c>migrations/sql</c>, which is embedded in this assembly.</summary>
public static class SqlFile
{
    /// <param name="name">The path without ending, such as <c>functions/user_id</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(name + ".sql")
            ?? throw new FileNotFoundException("No such SQL file in migrations/sql.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
