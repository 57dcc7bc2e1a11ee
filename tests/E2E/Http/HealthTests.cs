using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class HealthTests(Portal portal) : IClassFixture<Portal>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_public(string path)
    {
        using var answer = await portal.Client().GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Person_signs_in_and_makes_a_key()
    {
        var key = await portal.KeyOf("ada");
        Assert.StartsWith("cm_", key.DefaultRequestHeaders.Authorization!.Parameter, StringComparison.Ordinal);
    }
}
