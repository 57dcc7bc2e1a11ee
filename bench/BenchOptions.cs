using System.Globalization;

namespace ConversationMemory.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Rows">Messages in the database that is written to or read from; null: as the benchmark has it.</param>
/// <param name="Rounds">Turns of each comparison.</param>
/// <param name="Round">How long each side of a turn lasts.</param>
internal sealed record BenchOptions(int? Rows, int Rounds, TimeSpan Round)
{
    /// <exception cref="FormatException">An option is not a number.</exception>
    public static BenchOptions From(string[] args)
    {
        int? Number(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length
            ? int.Parse(args[at + 1], CultureInfo.InvariantCulture)
            : null;
        return new BenchOptions(Number("--rows"), Number("--rounds") ?? 7, TimeSpan.FromSeconds(Number("--seconds") ?? 2));
    }
}
