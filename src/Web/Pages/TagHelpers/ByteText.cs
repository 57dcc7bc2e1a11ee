using System.Globalization;

namespace ConversationMemory.Web.Pages.TagHelpers;

/// <summary>Sizes for people: <c>8.4 MB</c>. A megabyte is 1,000,000 bytes, as in the settings.</summary>
public static class ByteText
{
    private static readonly (double Bytes, string Unit)[] Units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];

    /// <param name="bytes">Any number; below 0 where something became smaller.</param>
    public static string Of(double bytes)
    {
        foreach (var (size, unit) in Units)
            if (Math.Abs(bytes) >= size) return Number(bytes / size) + " " + unit;
        return bytes.ToString("0", CultureInfo.InvariantCulture) + " bytes";
    }

    private static string Number(double number) =>
        number.ToString(Math.Abs(number) < 99.95 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
