using System.Text.Json;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A request as the fake model received it.</summary>
public sealed record FakeModelRequest(JsonElement Body, string? Authorization)
{
    public string Model => Body.GetProperty("model").GetString()!;

    public IReadOnlyList<JsonElement> Messages => [.. Body.GetProperty("messages").EnumerateArray()];

    public string LastUserText => Messages.Last(message => message.GetProperty("role").GetString() == "user").GetProperty("content").GetString()!;
}
