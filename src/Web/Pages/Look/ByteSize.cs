using System.Globalization;

namespace ConversationMemory.Web.Pages.Look;

/// <summary>Bytes as people read them: "812 bytes", "3.4 KB", "21 MB", in thousands.</summary>
public static class ByteSize
{
    public static string Text(long bytes) => Math.Abs(bytes) switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 999_500 => In(bytes / 1e3, "KB"),
        < 999_500_000 => In(bytes / 1e6, "MB"),
        _ => In(bytes / 1e9, "GB"),
    };

    private static string In(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.ToString(Math.Abs(value) < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture)} {unit}");
}
