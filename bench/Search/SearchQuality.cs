using System.Globalization;
using System.Text.Json;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Ranking;

namespace ConversationMemory.Bench.Search;

/// <summary>How well the texts are found that answer a question, by the ranking that serves people.</summary>
internal static class SearchQuality
{
    private const int Depth = 10;

    // Of the table "Baseline to beat" in ../shared/data/README.md: recall@10 and nDCG@10.
    private static readonly Dictionary<string, (string Ranker, double Recall, double Gain)[]> Baselines = new()
    {
        ["locomo"] = [("BM25", 0.620, 0.478), ("PG", 0.566, 0.429)],
        ["beam"] = [("BM25", 0.401, 0.307), ("PG", 0.067, 0.042), ("PGcd2", 0.523, 0.434)],
        ["madial-en"] = [("BM25", 0.568, 0.457), ("PG", 0.498, 0.368), ("PGcd2", 0.519, 0.389)],
        ["madial-zh"] = [("BM25", 0.620, 0.504), ("PG", 0, 0), ("PGcd2", 0, 0)],
        ["scifact"] = [("BM25", 0.813, 0.696), ("PG", 0.547, 0.386), ("PGcd2", 0.585, 0.408)],
    };

    public static void Run()
    {
        foreach (var (name, read) in new (string, Func<IReadOnlyList<QualitySet>?>)[]
        {
            ("locomo", QualitySet.Locomo), ("beam", QualitySet.Beam), ("madial-en", () => QualitySet.Madial("en", Recall)),
            ("madial-zh", () => QualitySet.Madial("zh", Recall)), ("scifact", QualitySet.Scifact),
        })
        {
            if (read() is { } sets) Print(name, sets);
            else Console.WriteLine($"Search: no {name} beside the repository.");
        }
    }

    private static void Print(string name, IReadOnlyList<QualitySet> sets)
    {
        var figures = sets.SelectMany(set => set.Questions.Where(q => q.Evidence.Count > 0).Select(q => Measure(set, q))).ToList();
        Console.WriteLine($"Search in {name}: {figures.Count} questions");
        Print("this search", figures.Average(f => f.Recall), figures.Average(f => f.Gain));
        foreach (var (ranker, recall, gain) in Baselines[name]) Print(ranker, recall, gain);
    }

    private static void Print(string ranker, double recall, double gain) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {ranker,-12} recall@10 {recall:0.000}  nDCG@10 {gain:0.000}"));

    // All that was said until the assistant has to remember. (Which part the baseline asked with is not told.)
    private static Question Recall(JsonElement dialogue)
    {
        var turn = dialogue.GetProperty("test_turn")[0].GetInt32();
        var said = dialogue.GetProperty("turns").EnumerateArray().Take(turn - 1).Select(t => t.GetProperty("text").GetString()!);
        return new Question(string.Join(' ', said), QualitySet.Strings(dialogue, "relevant_memory_ids"));
    }

    private static (double Recall, double Gain) Measure(QualitySet set, Question question)
    {
        var best = Best(set, question.Text);
        var evidence = question.Evidence.Distinct().ToList();
        var hits = Enumerable.Range(0, best.Count).Where(rank => evidence.Contains(best[rank])).ToList();
        return ((double)hits.Count / evidence.Count, hits.Sum(Discount) / Enumerable.Range(0, Math.Min(Depth, evidence.Count)).Sum(Discount));
    }

    private static double Discount(int rank) => 1 / Math.Log2(rank + 2);

    private static List<string> Best(QualitySet set, string question)
    {
        var query = QueryParser.ParsePlain(question);
        var scan = new TextScan(query.Terms);
        var counts = new TermCounts(query.Terms);
        var texts = set.Texts.Select(text => new RankedText(scan.Read(text.Text), text.IsQuestion)).ToList();
        foreach (var text in texts) counts.Add(text.Scanned);
        var ranker = new Ranker(RankingWeights.Default, counts.Idf(), counts.AverageWords);
        var scores = set.IsDialogue ? ranker.Score(texts) : [.. texts.Select(text => ranker.Score([text])[0])];
        return
        [
            .. Enumerable.Range(0, texts.Count).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(Depth).Select(i => set.Texts[i].Id),
        ];
    }
}
