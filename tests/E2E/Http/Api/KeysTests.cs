using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

public sealed class KeysTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Key_is_shown_once_works_and_stops_working_when_revoked()
    {
        var ada = await portal.KeyOf("ada");
        var made = await ada.CallAsync(HttpMethod.Post, "/api/keys", new { name = "  robot " });
        Assert.Equal((HttpStatusCode.Created, "robot"), (made.Status, made.Text("name")));
        var robot = portal.Client();
        robot.DefaultRequestHeaders.Authorization = new("Bearer", made.Text("key"));
        Assert.Equal(HttpStatusCode.OK, (await robot.GetJsonAsync("/api/conversations")).Status);

        var listed = (await ada.GetJsonAsync("/api/keys"))["keys"].EnumerateArray().Single(k => k.GetProperty("name").GetString() == "robot");
        Assert.Equal(["id", "name", "prefix", "created_at", "last_used_at"], listed.EnumerateObject().Select(p => p.Name));
        Assert.StartsWith(listed.GetProperty("prefix").GetString()!, made.Text("key"), StringComparison.Ordinal);

        var path = $"/api/keys/{made.Text("id")}";
        var ben = await portal.KeyOf("ben");
        Assert.Equal(HttpStatusCode.NotFound, (await ben.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await robot.GetJsonAsync("/api/conversations")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012")]
    public async Task Key_needs_a_name(string? name)
    {
        var ada = await portal.KeyOf("ada");
        var refused = await ada.CallAsync(HttpMethod.Post, "/api/keys", new { name });
        Assert.Equal((HttpStatusCode.BadRequest, "bad_name"), (refused.Status, refused.Text("code")));
    }
}
