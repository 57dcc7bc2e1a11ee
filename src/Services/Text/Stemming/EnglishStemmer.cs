namespace ConversationMemory.Services.Text.Stemming;

/// <summary>Porter's second stemmer for English (snowballstem.org, "Porter2"), of words of a to z without apostrophes.</summary>
internal ref struct EnglishStemmer
{
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["skis"] = "ski",
        ["skies"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["idly"] = "idl",
        ["gently"] = "gentl",
        ["ugly"] = "ugli",
        ["early"] = "earli",
        ["only"] = "onli",
        ["singly"] = "singl",
        ["sky"] = "sky",
        ["news"] = "news",
        ["howe"] = "howe",
        ["atlas"] = "atlas",
        ["cosmos"] = "cosmos",
        ["bias"] = "bias",
        ["andes"] = "andes",
    };

    private static readonly HashSet<string> AfterStep1a = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];

    // In the order of the description: the longest that fits is taken.
    private static readonly (string Suffix, string By)[] Step2 =
    [
        ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
        ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"), ("entli", "ent"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("ousli", "ous"),
        ("iviti", "ive"), ("fulli", "ful"), ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"),
        ("ogi", "og"), ("li", ""),
    ];

    private static readonly (string Suffix, string By)[] Step3 =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""), ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] Step4 =
        ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic"];

    private readonly Span<char> word;
    private int length;
    private readonly int r1;
    private readonly int r2;

    private EnglishStemmer(Span<char> room, int length)
    {
        word = room;
        this.length = length;
        MarkY();
        r1 = FirstRegion();
        r2 = RegionAfter(r1);
    }

    public static string Stem(string folded)
    {
        if (folded.Length < 3 || folded.Length > 60) return folded;
        if (Exceptions.TryGetValue(folded, out var exception)) return exception;
        // The longest replacement adds one letter.
        Span<char> room = stackalloc char[folded.Length + 1];
        folded.CopyTo(room);
        return new EnglishStemmer(room, folded.Length).Run();
    }

    private string Run()
    {
        TakePlural();
        if (!AfterStep1a.Contains(Text()))
        {
            TakeTense();
            ReplaceY();
            ReplaceLongSuffix();
            ReplaceSuffix();
            TakeSuffix();
            TakeLastLetter();
        }

        for (var i = 0; i < length; i++) if (word[i] == 'Y') word[i] = 'y';
        return Text();
    }

    private readonly string Text() => word[..length].ToString();

    // A y at the beginning or after a vowel is a consonant.
    private readonly void MarkY()
    {
        for (var i = 0; i < length; i++)
            if (word[i] == 'y' && (i == 0 || IsVowel(i - 1))) word[i] = 'Y';
    }

    private readonly int FirstRegion()
    {
        foreach (var prefix in (ReadOnlySpan<string>)["gener", "commun", "arsen"])
            if (word[..length].StartsWith(prefix)) return prefix.Length;
        return RegionAfter(0);
    }

    private readonly int RegionAfter(int from)
    {
        for (var i = from + 1; i < length; i++)
            if (!IsVowel(i) && IsVowel(i - 1)) return i + 1;
        return length;
    }

    private readonly bool IsVowel(int at) => word[at] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private readonly bool Ends(string suffix) => word[..length].EndsWith(suffix);

    private readonly bool HasVowelBefore(int end)
    {
        for (var i = 0; i < end; i++) if (IsVowel(i)) return true;
        return false;
    }

    private void Replace(string suffix, string by)
    {
        by.CopyTo(word[(length - suffix.Length)..]);
        length += by.Length - suffix.Length;
    }

    private void TakePlural()
    {
        if (Ends("sses")) length -= 2;
        else if (Ends("ied") || Ends("ies")) length -= length > 4 ? 2 : 1;
        else if (word[length - 1] == 's' && !Ends("us") && !Ends("ss") && HasVowelBefore(length - 2)) length--;
    }

    private void TakeTense()
    {
        if (Ends("eedly") || Ends("eed"))
        {
            var suffix = Ends("eed") ? 3 : 5;
            if (length - suffix >= r1) length -= suffix - 2;
            return;
        }

        foreach (var suffix in (ReadOnlySpan<string>)["ingly", "edly", "ing", "ed"])
        {
            if (!Ends(suffix)) continue;
            if (!HasVowelBefore(length - suffix.Length)) return;
            length -= suffix.Length;
            if (Ends("at") || Ends("bl") || Ends("iz")) word[length++] = 'e';
            else if (EndsDouble()) length--;
            else if (IsShortWord()) word[length++] = 'e';
            return;
        }
    }

    private readonly bool EndsDouble() =>
        length >= 2 && word[length - 1] == word[length - 2] && word[length - 1] is ('b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't');

    private readonly bool EndsShortSyllable(int end)
    {
        if (end == 2) return IsVowel(0) && !IsVowel(1);
        return end > 2 && !IsVowel(end - 1) && word[end - 1] is not ('w' or 'x' or 'Y') && IsVowel(end - 2) && !IsVowel(end - 3);
    }

    private readonly bool IsShortWord() => r1 >= length && EndsShortSyllable(length);

    private readonly void ReplaceY()
    {
        if (length > 2 && word[length - 1] is ('y' or 'Y') && !IsVowel(length - 2)) word[length - 1] = 'i';
    }

    private void ReplaceLongSuffix()
    {
        foreach (var (suffix, by) in Step2)
        {
            if (!Ends(suffix)) continue;
            if (length - suffix.Length < r1) return;
            var before = length > suffix.Length ? word[length - suffix.Length - 1] : ' ';
            if (suffix == "ogi" && before != 'l') return;
            if (suffix == "li" && before is not ('c' or 'd' or 'e' or 'g' or 'h' or 'k' or 'm' or 'n' or 'r' or 't')) return;
            Replace(suffix, by);
            return;
        }
    }

    private void ReplaceSuffix()
    {
        foreach (var (suffix, by) in Step3)
        {
            if (!Ends(suffix)) continue;
            if (length - suffix.Length >= (suffix == "ative" ? r2 : r1)) Replace(suffix, by);
            return;
        }
    }

    private void TakeSuffix()
    {
        foreach (var suffix in Step4)
        {
            if (!Ends(suffix)) continue;
            if (length - suffix.Length < r2) return;
            if (suffix == "ion" && word[length - 4] is not ('s' or 't')) return;
            length -= suffix.Length;
            return;
        }
    }

    private void TakeLastLetter()
    {
        var start = length - 1;
        if (start <= 0) return;
        if (word[start] == 'e' && (start >= r2 || (start >= r1 && !EndsShortSyllable(start)))) length--;
        else if (word[start] == 'l' && start >= r2 && word[start - 1] == 'l') length--;
    }
}
