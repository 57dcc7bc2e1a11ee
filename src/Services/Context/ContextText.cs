using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConversationMemory.Services.Context;

/// <summary>
/// A context record as a short text: <c>2|budget|total|overhead|tools|system|summary|sent|left out|encoding|exact|agent</c>. Messages are
/// written in runs of consecutive seqs, <c>from:tokens tokens;from:tokens</c>; a <c>c</c> after the tokens says that it was cut, a word before the seq
/// why it was left out. The agent, <c>id.version name</c>, is missing in older records.
/// </summary>
internal static class ContextText
{
    private const string Version = "2";

    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ContextRecord record) => string.Join('|',
        Version, Text(record.Budget), Text(record.Total), Text(record.Overhead), Text(record.Tools),
        record.System is { } system ? Text(system.Tokens, system.Cut) : "",
        record.Summary is { } summary ? $"{Text(summary.ThroughSeq)}:{Text(summary.Tokens, summary.Cut)}" : "",
        Runs(record.Sent.Select(sent => new Item("", sent.Seq, Text(sent.Tokens, sent.Cut)))),
        Runs(record.LeftOut.Select(left => new Item(left.Reason, left.Seq, Text(left.Tokens)))),
        record.Encoding, (record.Exact ? "1" : "0")
            + (record.Agent is { } agent ? string.Create(CultureInfo.InvariantCulture, $"|{agent.Id:N}.{agent.Version} {agent.Name}") : ""));

    /// <exception cref="JsonException">It is not such a text.</exception>
    public static ContextRecord Read(string text)
    {
        // The agent's name, at the end, may hold anything.
        var parts = text.Split('|', 12);
        if (parts.Length < 11 || parts[0] != Version) throw new JsonException("This is not a context record of a version that is known.");
        try
        {
            return Read(parts);
        }
        catch (Exception damage) when (damage is FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new JsonException("This is not a context record.", damage);
        }
    }

    private static ContextRecord Read(string[] parts) => new()
    {
        Budget = Number(parts[1]),
        Total = Number(parts[2]),
        Overhead = Number(parts[3]),
        Tools = Number(parts[4]),
        System = parts[5].Length == 0 ? null : new ContextPart(Tokens(parts[5]), Cut(parts[5])),
        Summary = parts[6].Length == 0 ? null : Summary(parts[6].Split(':')),
        Sent = [.. Items(parts[7]).Select(item => new ContextSent(item.Seq, Tokens(item.Tokens), Cut(item.Tokens)))],
        LeftOut = [.. Items(parts[8]).Select(item => new ContextLeftOut(item.Seq, Tokens(item.Tokens), item.Reason))],
        Encoding = parts[9],
        Exact = parts[10] == "1",
        Agent = parts.Length == 12 ? Agent(parts[11]) : null,
    };

    private sealed record Item(string Reason, int Seq, string Tokens);

    private static string Runs(IEnumerable<Item> items)
    {
        var text = new StringBuilder();
        Item? before = null;
        foreach (var item in items)
        {
            var goesOn = before is not null && item.Seq == before.Seq + 1 && item.Reason == before.Reason;
            if (goesOn) text.Append(' ');
            else text.Append(before is null ? "" : ";").Append(item.Reason).Append(Text(item.Seq)).Append(':');
            text.Append(item.Tokens);
            before = item;
        }

        return text.ToString();
    }

    private static IEnumerable<Item> Items(string runs)
    {
        foreach (var run in runs.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (start, all) = (run.Split(':')[0], run.Split(':')[1].Split(' '));
            var reason = start.TrimEnd("0123456789".ToCharArray());
            var seq = Number(start[reason.Length..]);
            foreach (var tokens in all) yield return new Item(reason, seq++, tokens);
        }
    }

    private static ContextSummaryPart Summary(string[] parts) => new(Number(parts[0]), Tokens(parts[1]), Cut(parts[1]));

    private static ContextAgent Agent(string text)
    {
        var (dot, space) = (text.IndexOf('.', StringComparison.Ordinal), text.IndexOf(' ', StringComparison.Ordinal));
        if (dot < 0 || space < dot) throw new FormatException("The agent has no version or no name.");
        return new ContextAgent(Guid.ParseExact(text[..dot], "N"), Number(text[(dot + 1)..space]), text[(space + 1)..]);
    }

    private static string Text(int number, bool cut = false) => number.ToString(CultureInfo.InvariantCulture) + (cut ? "c" : "");

    private static int Tokens(string text) => Number(text.TrimEnd('c'));

    private static bool Cut(string text) => text.EndsWith('c');

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
