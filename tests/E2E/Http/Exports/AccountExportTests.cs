using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Exports.Queries;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Exports;

/// <summary>All that an account owns, to take along.</summary>
public sealed class AccountExportTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task All_my_data_is_one_zip_with_the_account_and_the_copies_that_were_saved()
    {
        var ada = await portal.KeyOf("ada-leaves");
        var owner = await portal.IdOf("ada-leaves");
        var talk = await portal.Database.AddTalkAsync(owner, "About tea");
        await portal.Database.RunAsync("UPDATE app.conversations SET archived_at = now(), pinned_at = now() WHERE id = $1", talk);
        var gone = Guid.CreateVersion7();
        foreach (var (format, text) in new[] { ("md", "# Gone"), ("json", """{"gone": true}""") })
        {
            await portal.Database.RunAsync("""
                INSERT INTO app.saved_copies (owner_id, id, conversation_id, format, title, data, length) VALUES ($1, $2, $3, $4, 'Long / gone', $5, $6)
                """, owner, Guid.CreateVersion7(), gone, format, Packed(text), text.Length);
        }

        var stranger = await portal.Database.AddPersonAsync("stranger");
        await portal.Database.RunAsync("""
            INSERT INTO app.saved_copies (owner_id, id, conversation_id, format, title, data, length) VALUES ($1, $2, $2, 'md', 'Of a stranger', $3, 1)
            """, stranger, Guid.CreateVersion7(), Packed("x"));

        using var zip = await ada.FetchExportAsync(await ada.StartExportAsync(new { scope = "account" }));
        Assert.Equal([talk], await zip.IdsAsync());
        var copies = zip.Entries.Where(e => e.FullName.StartsWith("saved-copies/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, copies.Count);
        Assert.Equal("# Gone"u8.ToArray(), await zip.BytesAsync(Assert.Single(copies, e => e.Name.EndsWith(" Long gone.md", StringComparison.Ordinal)).FullName));
        Assert.Equal("""{"gone": true}"""u8.ToArray(), await zip.BytesAsync(Assert.Single(copies, e => e.Name.EndsWith(" Long gone.json", StringComparison.Ordinal)).FullName));
        using var account = JsonDocument.Parse(await zip.BytesAsync("account.json"));
        Assert.Equal("conversationmemory.account/1", account.RootElement.GetProperty("schema").GetString());
        Assert.Equal("ada-leaves@example.org", account.RootElement.GetProperty("account").GetProperty("email").GetString());
        Assert.Equal(2, account.RootElement.GetProperty("saved_copies").GetArrayLength());
        var state = Assert.Single(account.RootElement.GetProperty("conversations").EnumerateArray());
        Assert.Equal((talk, JsonValueKind.String, JsonValueKind.Null), (state.GetProperty("id").GetGuid(), state.GetProperty("archived_at").ValueKind, state.GetProperty("deleted_at").ValueKind));
        Assert.Contains("saved-copies/", Encoding.UTF8.GetString(await zip.BytesAsync("manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_document_knows_every_table_with_a_persons_rows()
    {
        var owner = await portal.Database.AddPersonAsync("complete");
        await portal.Database.FillAsync(owner);
        using var document = JsonDocument.Parse(await DocumentAsync(owner));
        // In the conversations' own files; secrets; what only passes through; and holds, which are the admins'.
        string[] elsewhere =
        [
            "messages", "summaries", "segments", "replies", "sends", "jobs", "ledger_entries", "stored_file_parts", "import_entries",
            "imported_conversations", "user_claims", "user_logins", "user_tokens", "notice_mails", "holds",
        ];
        var names = new Dictionary<string, string>
        {
            ["users"] = "account",
            ["organisation_members"] = "memberships",
            ["conversation_members"] = "members_of_conversations",
            ["stored_files"] = "files",
        };
        foreach (var table in OwnerTables.All.Select(t => t.Table).Except(elsewhere))
        {
            var part = document.RootElement.GetProperty(names.GetValueOrDefault(table, table));
            Assert.True(part.ValueKind == JsonValueKind.Object || part.GetArrayLength() > 0, table);
        }

        foreach (var secret in new[] { "token_hash", "token_protected", "passphrase_hash", "password_hash", "security_stamp", "source_key", "\"hash\"" })
            Assert.DoesNotContain(secret, document.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_document_holds_nothing_of_anybody_else()
    {
        var owner = await portal.Database.AddPersonAsync("alone");
        var other = await portal.Database.AddPersonAsync("other");
        await portal.Database.FillAsync(other);
        using var document = JsonDocument.Parse(await DocumentAsync(owner));
        Assert.All(
            document.RootElement.EnumerateObject().Where(part => part.Name is not ("schema" or "account" or "memberships")),
            part => Assert.Equal(0, part.Value.GetArrayLength()));
    }

    private async Task<string> DocumentAsync(Guid owner)
    {
        await using var scope = portal.ScopeOf(owner);
        return await AccountDocument.ReadAsync(scope.ServiceProvider.GetRequiredService<AppDbContext>(), default);
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest)) brotli.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
