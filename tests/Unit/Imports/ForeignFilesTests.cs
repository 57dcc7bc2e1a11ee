using System.Text.Json;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Imports;
using ConversationMemory.Tests.Unit.Rendering;

namespace ConversationMemory.Tests.Unit.Imports;

/// <summary>Files that other services wrote, with the counts computed from them.</summary>
public class ForeignFilesTests
{
    private const string Folder = "import-fixtures";

    [SharedDataFact]
    public async Task Every_file_has_the_conversations_messages_and_roles_that_were_counted_in_it()
    {
        var files = SharedData.Lines($"{Folder}/expected_counts.jsonl").ToList();
        Assert.True(files.Count >= 19);
        foreach (var expected in files)
        {
            var name = expected.GetProperty("file").GetString()!;
            var pieces = await Pieces.OfAsync(await File.ReadAllBytesAsync(Path.Combine(SharedData.Folder!, Folder, name)));
            Assert.All(pieces, p => Assert.True(p.Problem is null, $"{name}: {p.Problem}"));
            Assert.All(pieces, p => Assert.Equal(expected.GetProperty("format").GetString(), p.Chat!.Format));
            if (!expected.TryGetProperty("conversations", out var conversations)) continue;
            Assert.Equal(conversations.GetArrayLength(), pieces.Count);
            foreach (var (counts, piece) in conversations.EnumerateArray().Zip(pieces)) AssertCounts(name, counts, piece.Chat!);
        }
    }

    private static void AssertCounts(string file, JsonElement counts, ImportedChat chat)
    {
        Assert.Equal(counts.GetProperty("title").GetString(), chat.Title);
        var messages = Number(counts, "active_path_text_messages") ?? Number(counts, "messages") ?? Number(counts, "responses");
        Assert.True(messages == chat.Messages.Count, $"{file}, {chat.Title}: {messages} messages expected, {chat.Messages.Count} read");
        foreach (var name in new[] { "active_path_roles", "by_role", "by_sender" })
        {
            if (!counts.TryGetProperty(name, out var roles)) continue;
            foreach (var role in roles.EnumerateObject())
                Assert.Equal($"{file} {role.Name} {role.Value.GetInt32()}", $"{file} {role.Name} {chat.Messages.Count(m => m.Role == Role(role.Name))}");
        }

        Assert.True((Number(counts, "branch_points") ?? 0) <= chat.Branches.Count, $"{file}: {chat.Branches.Count} branches");
    }

    private static int? Number(JsonElement counts, string name) => counts.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static MessageRole Role(string name) => name == "human" ? MessageRole.User : Enum.Parse<MessageRole>(name, ignoreCase: true);

    [SharedDataFact]
    public async Task Files_that_test_parsers_end_in_words_and_never_in_a_fault()
    {
        foreach (var line in SharedData.Lines("hostile/json_test_suite.jsonl.gz"))
        {
            var bytes = Convert.FromBase64String(line.GetProperty("base64").GetString()!);
            try
            {
                Assert.DoesNotContain(await Pieces.OfAsync(bytes), p => p.Chat is not null);
            }
            catch (ImportException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }
}
