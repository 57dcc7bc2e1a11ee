using System.Globalization;
using System.Text.Json;
using ConversationMemory.Services.Search.Queries;
using ConversationMemory.Services.Search.Ranking;

namespace ConversationMemory.Bench.Search;

/// <summary>How well the texts are found that answer a question, by the ranking that serves people.</summary>
internal static class SearchQuality
{
    private const int Depth = 10;

    public static void Run(RankingWeights weights, bool withLarge)
    {
        foreach (var (name, sets) in new (string, Func<IReadOnlyList<QualitySet>?>)[]
        {
            ("locomo", QualitySet.Locomo), ("beam", QualitySet.Beam),
            ("madial-en", () => QualitySet.Madial("en", Recall)), ("madial-zh", () => QualitySet.Madial("zh", Recall)),
        })
        {
            if (sets() is { } found) Print(name, found, weights);
        }

        if (withLarge && QualitySet.Scifact() is { } scifact) Print("scifact", scifact, weights);
    }

    public static void Print(string name, IReadOnlyList<QualitySet> sets, RankingWeights weights)
    {
        var figures = sets.SelectMany(set => set.Questions.Where(q => q.Evidence.Count > 0).Select(q => Measure(set, q, weights))).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-10} {figures.Count,4}  recall@10 {figures.Average(f => f.Recall):0.000}  nDCG@10 {figures.Average(f => f.Gain):0.000}"));
    }

    private static Question Recall(JsonElement dialogue)
    {
        var turn = dialogue.GetProperty("test_turn")[0].GetInt32();
        var said = dialogue.GetProperty("turns").EnumerateArray().Take(turn - 1).Select(t => t.GetProperty("text").GetString()!);
        var how = Environment.GetEnvironmentVariable("MADIAL") ?? "all";
        var text = how switch { "last" => said.Last(), "last2" => string.Join(" ", said.TakeLast(2)), "last3" => string.Join(' ', said.TakeLast(3)), _ => string.Join(' ', said) };
        return new Question(text, QualitySet.Strings(dialogue, "relevant_memory_ids"));
    }

    private static (double Recall, double Gain) Measure(QualitySet set, Question question, RankingWeights weights)
    {
        var best = Best(set, question.Text, weights);
        var ideal = Enumerable.Range(0, Math.Min(Depth, question.Evidence.Count)).Sum(Discount);
        var hits = best.Select((id, rank) => (question.Evidence.Contains(id), rank)).Where(hit => hit.Item1).ToList();
        return ((double)hits.Count / question.Evidence.Distinct().Count(), hits.Sum(hit => Discount(hit.rank)) / ideal);
    }

    private static double Discount(int rank) => 1 / Math.Log2(rank + 2);

    private static IReadOnlyList<string> Best(QualitySet set, string question, RankingWeights weights)
    {
        var query = QueryParser.ParsePlain(question);
        var scan = new TextScan(query.Terms);
        var counts = new TermCounts(query.Terms);
        var texts = new List<RankedText>();
        foreach (var text in set.Texts)
        {
            var scanned = scan.Read(text.Text);
            counts.Add(scanned);
            texts.Add(new RankedText(scanned, text.IsQuestion));
        }

        var ranker = new Ranker(weights, counts.Idf(), counts.AverageWords);
        var scores = set.IsDialogue ? ranker.Score(texts) : [.. texts.Select(text => ranker.Score([text])[0])];
        return [.. Enumerable.Range(0, texts.Count).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(Depth).Select(i => set.Texts[i].Id)];
    }
}
