using System.Diagnostics;
using System.Text;
using ConversationMemory.Services.Text.Tokens;

namespace ConversationMemory.Tests.Unit.Tokens;

public class TokenizerTests
{
    private static readonly Tokenizer O200k = Load("o200k_base");
    private static readonly Tokenizer Cl100k = Load("cl100k_base");

    [Fact]
    public void Every_line_of_the_truth_is_exact()
    {
        var wrong = TokenTruth.All().Where(line => !For(line.Encoding).Encode(line.Text).SequenceEqual(line.Ids)).ToList();
        Assert.Empty(wrong.Select(line => (line.Encoding, line.Text)));
    }

    [Theory]
    [InlineData("<|endoftext|>")]
    [InlineData("<|im_start|>system")]
    public void Text_that_looks_like_a_special_token_is_ordinary_text(string text)
    {
        Assert.True(O200k.Count(text) > 3);
        Assert.True(Cl100k.Count(text) > 3);
    }

    [Fact]
    public void Scan_and_heap_merge_alike()
    {
        // Both ways must agree on a piece on either side of the length where one takes over from the other.
        var ranks = File.ReadLines(PathOf("o200k_base")).Select(line => line.Split(' '))
            .ToDictionary(parts => Encoding.Latin1.GetString(Convert.FromBase64String(parts[0])), parts => int.Parse(parts[1], null));
        var random = new Random(1);
        for (var length = 190; length < 210; length++)
        {
            var word = string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(26))));
            var ids = O200k.Encode(word);
            Assert.Equal(ids, MergeNaively(ranks, word));
            Assert.Equal(ids.Count, O200k.Count(word));
        }
    }

    [Fact]
    public void Lone_surrogates_count_as_replacement_characters()
    {
        Assert.Equal(O200k.Encode("a\uFFFDb"), O200k.Encode("a\uD800b"));
        Assert.Equal(O200k.Encode("x\uFFFD"), O200k.Encode("x\uDC00"));
    }

    [Fact]
    public void A_megabyte_without_a_space_takes_no_quadratic_time()
    {
        var watch = Stopwatch.StartNew();
        Assert.True(O200k.Count(new string('x', 1_000_000)) > 1000);
        Assert.True(O200k.Count(string.Concat(Enumerable.Repeat("aB", 200_000))) > 1000);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task Many_threads_get_the_same_counts()
    {
        var texts = TokenTruth.All().Take(200).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), (_, _) =>
        {
            Assert.All(texts, line => Assert.Equal(line.Ids.Length, For(line.Encoding).Count(line.Text)));
            return ValueTask.CompletedTask;
        });
    }

    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog.")]
    [InlineData("Ein süßer Brei für die Größten")]
    [InlineData("日本語の文章はここで終わります")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("family 👩‍👩‍👧‍👦 and 🇺🇳 flags, e\u0301 accents")]
    [InlineData("a   b \n\n\t c")]
    public void Truncated_text_is_the_longest_whole_beginning_that_fits(string text)
    {
        foreach (var tokenizer in new[] { O200k, Cl100k })
        {
            for (var max = 0; max <= tokenizer.Count(text); max++)
            {
                var cut = tokenizer.Truncate(text, max);
                Assert.StartsWith(cut, text, StringComparison.Ordinal);
                Assert.True(tokenizer.Count(cut) <= max);
            }
            Assert.Equal(text, tokenizer.Truncate(text, tokenizer.Count(text)));
        }
    }

    [Fact]
    public void An_emoji_family_is_kept_whole_or_left_out()
    {
        const string text = "Hi 👩‍👩‍👧‍👦!";
        var seen = Enumerable.Range(1, O200k.Count(text)).Select(max => O200k.Truncate(text, max)).ToHashSet();
        Assert.Subset(new HashSet<string> { "Hi", "Hi ", "Hi 👩‍👩‍👧‍👦", "Hi 👩‍👩‍👧‍👦!" }, seen);
    }

    [Fact]
    public void A_single_character_longer_than_the_limit_is_cut_between_code_points()
    {
        var zalgo = "a" + new string('\u0301', 500);
        var cut = O200k.Truncate(zalgo, 10);
        Assert.NotEmpty(cut);
        Assert.True(O200k.Count(cut) <= 10);
    }

    private static int[] MergeNaively(Dictionary<string, int> ranks, string word)
    {
        var parts = word.Select(letter => letter.ToString()).ToList();
        while (parts.Count > 1)
        {
            var best = Enumerable.Range(0, parts.Count - 1)
                .MinBy(i => ranks.GetValueOrDefault(parts[i] + parts[i + 1], int.MaxValue));
            if (!ranks.ContainsKey(parts[best] + parts[best + 1]))
                break;
            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }
        return [.. parts.Select(part => ranks[part])];
    }

    private static Tokenizer For(string encoding) => encoding == "o200k_base" ? O200k : Cl100k;

    private static Tokenizer Load(string encoding) => Tokenizer.Load(PathOf(encoding));

    private static string PathOf(string encoding) => Path.Combine(AppContext.BaseDirectory, "vocabularies", encoding + ".tiktoken");
}
