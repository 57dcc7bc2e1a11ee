using System.IO.Compression;
using System.Text;
using ConversationMemory.Services.Exports.Many;
using FsCheck;
using FsCheck.Fluent;

namespace ConversationMemory.Tests.Unit.Exports;

public sealed class ZipWriterTests
{
    private static readonly byte[] NoNote = [];

    [Fact]
    public async Task What_is_written_other_programs_read()
    {
        using var file = new MemoryStream();
        var zip = new ZipWriter(file);
        await zip.AddAsync("empty.txt", (_, _) => Task.CompletedTask, NoNote, default);
        await zip.AddAsync("folder/Schüler 東京 🎉.md", Writes("# Grüße\n"), "a note"u8.ToArray(), default);
        await zip.FinishAsync(default);
        using var read = new ZipArchive(file, ZipArchiveMode.Read);
        Assert.Equal(["empty.txt", "folder/Schüler 東京 🎉.md"], read.Entries.Select(entry => entry.FullName));
        Assert.Equal("# Grüße\n", await TextAsync(read.Entries[1]));
    }

    [Fact]
    public void Any_contents_come_back_and_a_broken_file_is_gone_on_with_after_any_entry() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<byte[]>>(), ArbMap.Default.ArbFor<PositiveInt>(), (contents, cut) =>
        {
            GoesOnAsync([.. contents.Get.Select(content => content ?? [])], cut.Get % (contents.Get.Length + 1)).GetAwaiter().GetResult();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task More_entries_than_old_files_could_have_are_all_found()
    {
        using var file = new MemoryStream();
        var zip = new ZipWriter(file);
        for (var n = 0; n < 66_000; n++) await zip.AddAsync($"{n}.txt", (_, _) => Task.CompletedTask, NoNote, default);
        await zip.FinishAsync(default);
        using var read = new ZipArchive(file, ZipArchiveMode.Read);
        Assert.Equal(66_000, read.Entries.Count);
        Assert.Equal("65999.txt", read.Entries[^1].FullName);
    }

    [Fact]
    public async Task File_that_ends_within_an_entry_is_refused()
    {
        using var file = new MemoryStream();
        await new ZipWriter(file).AddAsync("a.txt", Writes("some text that is long enough"), NoNote, default);
        file.SetLength(file.Length - 3);
        file.Position = 0;
        await Assert.ThrowsAsync<InvalidDataException>(() => ZipWriter.ReadEntriesAsync(file, default));
    }

    private static async Task GoesOnAsync(byte[][] contents, int cut)
    {
        using var file = new MemoryStream();
        var zip = new ZipWriter(file);
        for (var n = 0; n < cut; n++) await zip.AddAsync($"{n}", Writes(contents[n]), Encoding.UTF8.GetBytes($"note {n}"), default);

        file.Position = 0;
        var found = await ZipWriter.ReadEntriesAsync(file, default);
        Assert.Equal(zip.Entries.Select(Known), found.Select(Known));
        file.Position = file.Length;
        zip = new ZipWriter(file, found, file.Length);
        for (var n = cut; n < contents.Length; n++) await zip.AddAsync($"{n}", Writes(contents[n]), NoNote, default);
        await zip.FinishAsync(default);

        using var read = new ZipArchive(file, ZipArchiveMode.Read);
        Assert.Equal(contents.Length, read.Entries.Count);
        for (var n = 0; n < contents.Length; n++)
        {
            await using var entry = await read.Entries[n].OpenAsync();
            using var bytes = new MemoryStream();
            await entry.CopyToAsync(bytes);
            Assert.Equal(contents[n], bytes.ToArray());
        }
    }

    private static (string, uint, long, long, long, string, string) Known(ZipEntryRecord entry) => (
        entry.Name, entry.Crc, entry.Compressed, entry.Size, entry.Offset, Convert.ToHexString(entry.Sha256), Encoding.UTF8.GetString(entry.Note));

    private static Func<Stream, CancellationToken, Task> Writes(string text) => Writes(Encoding.UTF8.GetBytes(text));

    private static Func<Stream, CancellationToken, Task> Writes(byte[] content) => async (output, ct) => await output.WriteAsync(content, ct);

    private static async Task<string> TextAsync(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(await entry.OpenAsync());
        return await reader.ReadToEndAsync();
    }
}
