using System.IO.Compression;
using System.Text;
using ConversationMemory.Services.Imports;

namespace ConversationMemory.Tests.Unit.Imports;

public class DamagedFilesTests
{
    private const string Good = """{"uuid": "g", "name": "Good", "chat_messages": [{"sender": "human", "text": "Hello"}]}""";

    private static string Claude(string text) => $$"""{"uuid": "x", "name": "Odd", "chat_messages": [{"sender": "human", "text": "{{text}}"}]}""";

    [Theory]
    [InlineData("""{"uuid": "b", "chat_messages": [{"sender": "human" "text": 1}]}""", "damaged")]
    [InlineData("""{"uuid": "b", "uuid": "c", "chat_messages": []}""", "twice")]
    [InlineData("""{"uuid": "b", "chat_messages": []}""", "no messages")]
    [InlineData("""{"mapping": {}}""", "no messages")]
    [InlineData("""{"some": "thing"}""", "no conversation")]
    [InlineData("17", "no conversation")]
    [InlineData("nonsense", "damaged")]
    public async Task Entry_that_is_damaged_is_reported_and_the_others_are_read(string entry, string words)
    {
        var pieces = await Pieces.OfAsync($"[{Good},{entry},{Good}]");
        Assert.Equal(2, pieces.Count(p => p.Chat is not null));
        Assert.Contains(words, Assert.Single(pieces, p => p.Chat is null).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_nesting_is_an_entry_that_is_damaged()
    {
        var pieces = await Pieces.OfAsync($"[{Good},{string.Concat(Enumerable.Repeat("{\"a\":[", 5000))}1{string.Concat(Enumerable.Repeat("]}", 5000))},{Good}]");
        Assert.Equal(2, pieces.Count(p => p.Chat is not null));
        Assert.Contains("deeper", pieces[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_ends_too_early_gives_what_came_before()
    {
        var pieces = await Pieces.OfAsync($"[{Good},{Good[..40]}");
        Assert.NotNull(pieces[0].Chat);
        Assert.Contains("ends in the middle", pieces[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_that_is_too_large_is_passed_over()
    {
        var pieces = await Pieces.OfAsync($"[{Claude(new string('x', 300_000))},{Good}]", new ImportOptions { MaxEntryBytes = 100_000 });
        Assert.Contains("larger", pieces[0].Problem, StringComparison.Ordinal);
        Assert.NotNull(pieces[1].Chat);
    }

    [Theory]
    [InlineData("a\\ud83d", "a\uFFFD")]
    [InlineData("\\udc00b", "\uFFFDb")]
    [InlineData("a\\u0000b", "a\uFFFDb")]
    [InlineData("\\ud83d\\ude00", "\U0001F600")]
    public async Task Characters_that_cannot_be_stored_are_replaced_with_a_note(string json, string text)
    {
        var chat = await Pieces.OneAsync($"[{Claude(json)}]");
        Assert.Equal(text, chat.Messages[0].Content);
        Assert.Equal(text.Contains('\uFFFD', StringComparison.Ordinal), chat.Notes.Count > 0);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_replaced_with_a_note()
    {
        var bytes = Encoding.Latin1.GetBytes($"[{Claude("K\u00F6ln")}]");
        var chat = Assert.Single(await Pieces.OfAsync(bytes)).Chat!;
        Assert.Equal("K\uFFFDln", chat.Messages[0].Content);
        Assert.Contains(chat.Notes, n => n.Contains("UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Byte_order_mark_is_no_part_of_the_file() =>
        Assert.Equal("Good", Assert.Single(await Pieces.OfAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($"[{Good}]")])).Chat!.Title);

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("\"0000-99-99\"")]
    [InlineData("{}")]
    public async Task Times_that_cannot_be_are_no_times(string time)
    {
        var chat = await Pieces.OneAsync($$"""[{"uuid": "t", "created_at": {{time}}, "chat_messages": [{"sender": "human", "text": "Hi", "created_at": {{time}}}]}]""");
        Assert.Null(chat.CreatedAt);
        Assert.Null(ImportedChat.TimeOf(chat.Messages[0]));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<!DOCTYPE html><html></html>", "page of an export")]
    [InlineData("Dear diary", "neither JSON nor a ZIP")]
    [InlineData("[]", "no conversations")]
    [InlineData("{\"user\": {\"email\": \"a\"}}", "no conversations")]
    public async Task File_that_is_something_else_is_refused_with_the_way_out(string text, string words)
    {
        var refused = await Assert.ThrowsAsync<ImportException>(() => Pieces.OfAsync(text));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Utf16_is_refused_with_the_way_out() =>
        Assert.Contains("UTF-8", (await Assert.ThrowsAsync<ImportException>(() => Pieces.OfAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("[]")]))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Zip_gives_its_conversations_and_passes_over_what_else_is_in_it()
    {
        var pieces = await Pieces.OfAsync(Pieces.Zip(
            ("user.json", Pieces.Bytes("""{"id": "u"}""")), ("chat.html", Pieces.Bytes("<html>")), ("dalle/a.png", [1, 2, 3]), ("conversations.json", Pieces.Bytes($"[{Good}]"))));
        Assert.Equal("Good", Assert.Single(pieces).Chat!.Title);
    }

    [Theory]
    [InlineData("../conversations.json")]
    [InlineData("/etc/conversations.json")]
    [InlineData("a/../../conversations.json")]
    [InlineData("..\\conversations.json")]
    [InlineData("C:/conversations.json")]
    public async Task Names_that_lead_out_of_a_zip_are_refused(string name)
    {
        var pieces = await Pieces.OfAsync(Pieces.Zip((name, Pieces.Bytes($"[{Good}]")), ("conversations.json", Pieces.Bytes($"[{Good}]"))));
        Assert.Contains("leads out", pieces[0].Problem, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(pieces, p => p.Chat is not null));
    }

    [Fact]
    public async Task Zip_within_a_zip_is_named_and_not_read()
    {
        var pieces = await Pieces.OfAsync(Pieces.Zip(("inner.zip", Pieces.Zip(("conversations.json", Pieces.Bytes($"[{Good}]"))))));
        Assert.Contains("within", Assert.Single(pieces).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bomb_is_refused_before_it_is_unpacked()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("conversations.json", CompressionLevel.SmallestSize).Open();
            entry.Write("["u8);
            var spaces = new byte[1_000_000];
            Array.Fill(spaces, (byte)' ');
            for (var i = 0; i < 60; i++) entry.Write(spaces);
            entry.Write(Pieces.Bytes($"{Good}]"));
        }

        Assert.True(bytes.Length < 1_000_000);
        var refused = await Assert.ThrowsAsync<ImportException>(() => Pieces.OfAsync(bytes.ToArray()));
        Assert.Contains("far larger", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zip_with_too_many_files_is_refused()
    {
        var files = Enumerable.Range(0, 60).Select(i => ($"{i}.json", Pieces.Bytes("{}"))).ToArray();
        Assert.Contains("60 files", (await Assert.ThrowsAsync<ImportException>(() => Pieces.OfAsync(Pieces.Zip(files), new ImportOptions { MaxZipEntries = 50 }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zip_that_was_cut_off_is_refused()
    {
        var zip = Pieces.Zip(("conversations.json", Pieces.Bytes($"[{Good}]")));
        Assert.Contains("damaged", (await Assert.ThrowsAsync<ImportException>(() => Pieces.OfAsync(zip[..^30]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zip_with_a_password_is_named_kindly()
    {
        var zip = Pieces.Zip(("conversations.json", Pieces.Bytes($"[{Good}]")));
        // The first bit of the flags, in the header and in the list.
        zip[6] |= 1;
        zip[zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        Assert.Contains("password", Assert.Single(await Pieces.OfAsync(zip)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_bytes_end_in_words_and_never_in_a_fault()
    {
        var random = new Random(4711);
        var whole = Encoding.UTF8.GetBytes($"[{Good},{Claude("x")},{Good}]");
        for (var i = 0; i < 3000; i++)
        {
            var file = (byte[])whole.Clone();
            for (var n = random.Next(1, 6); n > 0; n--) file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                await Pieces.OfAsync(file);
            }
            catch (ImportException)
            {
                // In words.
            }
        }
    }
}
