using System.Reflection;

namespace ConversationMemory.Migrations;

/// <summary>Reads the files below <c>migrations/sql</c>, which are embedded in this assembly.</summary>
public static class SqlFile
{
    private const string Ending = ".sql";

    /// <summary>The paths of all of them, without ending.</summary>
    internal static IEnumerable<string> Names =>
        from name in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where name.EndsWith(Ending, StringComparison.Ordinal)
        select name[..^Ending.Length];

    /// <param name="name">The path without ending, such as <c>schema/user_id</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(name + Ending)
            ?? throw new FileNotFoundException("No such SQL file in migrations/sql.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
