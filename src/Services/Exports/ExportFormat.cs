namespace ConversationMemory.Services.Exports;

/// <summary>The formats that the API names. <see cref="ExportFormats.Available"/> says which can be had.</summary>
public enum ExportFormat
{
    Md,
    Json,
    Pdf,
    Html,
    Txt,
}

public static class ExportFormats
{
    public static IReadOnlyList<ExportFormat> Available { get; } = [ExportFormat.Md, ExportFormat.Json];

    /// <summary>Understands the names of the API, such as <c>md</c>, in any case.</summary>
    public static bool TryParse(string? name, out ExportFormat format) =>
        Enum.TryParse(name, ignoreCase: true, out format) && name!.All(char.IsAsciiLetter);

    /// <summary>Its name in the API, which is also the ending of its files.</summary>
    public static string Name(this ExportFormat format) => format.ToString().ToLowerInvariant();
}
