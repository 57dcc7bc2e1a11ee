using System.Text.Encodings.Web;
using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Exports.Queries;
using ConversationMemory.Data.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>What the account owns beside its conversations: <c>conversationmemory.account/1</c>, and the copies that were saved before deletions.</summary>
internal static class AccountData
{
    public const string FileName = "account.json";

    private const string CopiesFolder = "saved-copies";

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task AddAsync(ConversationZip zip, AppDbContext db, CancellationToken ct)
    {
        await zip.AddAsync(FileName, (output, token) => WriteAsync(db, output, token), ct);
        for (var last = Guid.Empty; await NextCopyAsync(db, last, ct) is { } copy; last = copy.Id)
        {
            var file = SavedCopyFile.Of(copy);
            await zip.AddAsync($"{CopiesFolder}/{copy.CreatedAt:yyyyMMdd}-{copy.Id:N} {file.Name.Full}", file.CopyToAsync, ct);
        }
    }

    private static async Task<SavedCopy?> NextCopyAsync(AppDbContext db, Guid after, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.SavedCopies.AsNoTracking().Where(c => c.OwnerId == owner && c.Id > after).OrderBy(c => c.Id).FirstOrDefaultAsync(ct);
    }

    private static async Task WriteAsync(AppDbContext db, Stream output, CancellationToken ct)
    {
        using var document = JsonDocument.Parse(await AccountDocument.ReadAsync(db, ct));
        await using var json = new Utf8JsonWriter(output, Options);
        document.WriteTo(json);
    }
}
