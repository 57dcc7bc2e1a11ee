using System.Text.RegularExpressions;

namespace ConversationMemory.Services.Providers;

/// <summary>What a provider's address, key and headers may be. No message repeats what was entered.</summary>
public static partial class ProviderRules
{
    private static readonly string[] Ours = ["authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"];

    /// <returns>The address without a slash at its end, or what is wrong with it.</returns>
    public static (string? Address, string? Problem) Endpoint(string? text)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            return (null, "Say a full http or https address, such as https://api.openai.com/v1.");
        if (address.UserInfo.Length > 0) return (null, "An address holds no name and password. Put the key in its own field.");
        if (address.Query.Length > 0 || address.Fragment.Length > 0) return (null, "The address ends before any ? or #.");
        return (address.GetLeftPart(UriPartial.Path).TrimEnd('/'), null);
    }

    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? Key(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim().All(c => c is > ' ' and <= '~') ? null : "A key has no spaces, and no letters beyond ASCII.";

    /// <param name="text">One a line, <c>Name: value</c>.</param>
    public static (IReadOnlyDictionary<string, string> Headers, string? Problem) Headers(string? text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Header().Match(line);
            if (!match.Success) return (headers, "Write one header a line, such as X-Team: blue.");
            var name = match.Groups["name"].Value;
            if (Ours.Contains(name, StringComparer.OrdinalIgnoreCase)) return (headers, $"The header {name} is made by the portal itself.");
            if (!headers.TryAdd(name, match.Groups["value"].Value)) return (headers, $"The header {name} is there twice.");
        }

        return (headers, null);
    }

    [GeneratedRegex("^(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(?<value>[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
