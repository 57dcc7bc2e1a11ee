using System.Globalization;

namespace ConversationMemory.Bench;

/// <summary>A conversation like those people have: questions, and replies of prose, lists, code and tables.</summary>
internal static class SampleChat
{
    /// <summary>As many as the window keeps.</summary>
    public const int Messages = 30;

    private static readonly string Reply = BenchFile.Read("Reply.md");

    public static string Question(int seq) => string.Create(CultureInfo.InvariantCulture,
        $"How would I do step {seq} for our small shop, and what would you look out for before we change it on a Friday?");

    /// <summary>A text of its own for each <paramref name="seq"/>, some 900 characters.</summary>
    public static string Text(int seq) => Reply.Replace("{seq}", seq.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
