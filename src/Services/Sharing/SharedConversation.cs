using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Sharing;

/// <summary>What a link shows. Neither its owner's name nor anybody else's is in it.</summary>
/// <param name="At">As it was then.</param>
/// <param name="Messages">Oldest first.</param>
public sealed record SharedConversation(string Title, string AgentName, DateTimeOffset At, IReadOnlyList<SharedMessage> Messages)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>As the row of a snapshot holds it.</summary>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) JsonSerializer.Serialize(brotli, this, Json);
        return packed.ToArray();
    }

    public static SharedConversation Unpack(byte[] data)
    {
        using var brotli = new BrotliStream(new MemoryStream(data), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<SharedConversation>(brotli, Json)!;
    }
}

/// <param name="ByMember">A member wrote it, and not the conversation's owner.</param>
/// <param name="Tools">Empty where the link shows none.</param>
public sealed record SharedMessage(
    int Seq, MessageRole Role, MessageStatus Status, string Content, bool ByMember, IReadOnlyList<ToolCall> Tools, DateTimeOffset CreatedAt);
