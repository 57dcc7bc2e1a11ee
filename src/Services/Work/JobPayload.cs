using System.Text.Json;

namespace ConversationMemory.Services.Work;

internal static class JobPayload
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
