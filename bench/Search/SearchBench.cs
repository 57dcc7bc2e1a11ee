using System.Globalization;
using ConversationMemory.Services.Search.Ranking;

namespace ConversationMemory.Bench.Search;

internal static class SearchBench
{
    public static Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        FilterSize.Print();
        var weights = RankingWeights.Default;
        foreach (var variant in (Environment.GetEnvironmentVariable("TUNE") ?? "").Split(';'))
        {
            var w = weights;
            foreach (var set in variant.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                var (name, value) = (set.Split('=')[0], double.Parse(set.Split('=')[1], CultureInfo.InvariantCulture));
                w = w with { };
                typeof(RankingWeights).GetProperty(name)!.SetValue(w, value);
            }

            Console.WriteLine(variant);
            SearchQuality.Run(w, Environment.GetEnvironmentVariable("LARGE") == "1");
        }

        return Task.CompletedTask;
    }
}
