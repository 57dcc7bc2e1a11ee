namespace ConversationMemory.Bench.Search;

/// <summary>How well the search finds, what its filters take, and how long it takes.</summary>
internal static class SearchBench
{
    public static Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        SearchQuality.Run();
        FilterSize.Print();
        return SpeedAsync(options, ct);
    }

    /// <summary>How long it takes, alone.</summary>
    public static Task SpeedAsync(BenchOptions options, CancellationToken ct) => SearchSpeed.RunAsync(options.Rows ?? 1_000_000, ct);
}
