using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class InstancesTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Instances_on_one_database_share_sign_ins()
    {
        await using var other = portal.StartAnother();
        var client = await portal.SignedInAs("ada");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(other.Address, "/account"))).StatusCode);
    }

    [Fact]
    public async Task Sessions_outlive_a_restart()
    {
        var client = await portal.SignedInAs("bob");
        await portal.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(portal.Address, "/account"))).StatusCode);
    }

    [Fact]
    public async Task Instance_with_another_master_key_starts_and_has_people_sign_in_again()
    {
        var client = await portal.SignedInAs("cyd");
        await using var other = portal.StartAnother(("MasterKey", "another key than the file holds"));
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(new Uri(other.Address, "/account"))).StatusCode);
        await portal.Client(other.Address).LogInAsync(Portal.EmailOf("cyd"), Portal.Password);
    }

    [Fact]
    public async Task Session_keys_are_not_readable_in_the_database()
    {
        await portal.SignedInAs("dan");
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.data_protection_keys WHERE xml LIKE '%<masterKey%'"));
        Assert.NotEqual(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.data_protection_keys WHERE xml LIKE '%<wrapped by=%'"));
    }

    [Fact]
    public async Task Configured_admin_is_made_at_start_and_the_first_to_register_is_not_the_owner()
    {
        await using var configured = new ConfiguredAdmin();
        await configured.InitializeAsync();
        var admin = configured.Client();
        await admin.LogInAsync("boss@example.org", Portal.Password);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/admin/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await configured.SignedInAs("first")).GetAsync("/admin/users")).StatusCode);
    }

    [Fact]
    public async Task Of_many_who_register_first_at_once_one_owns_the_organisation()
    {
        await using var fresh = await TestDatabase.CreateAsync();
        await using var app = portal.StartAnother(("ConnectionStrings:Database", fresh.Connections.Setup));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            portal.Client(app.Address).RegisterAsync($"racer{i}@example.org", Portal.Password)));
        Assert.Equal(1, await fresh.ReadAsync<int>("SELECT count(*) FROM app.organisation_members WHERE role = 'owner'"));
        Assert.Equal(8, await fresh.ReadAsync<int>("SELECT count(*) FROM app.organisation_members"));
    }

    private sealed class ConfiguredAdmin : Portal
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["Admin:Email"] = "boss@example.org",
            ["Admin:Password"] = Password,
        };
    }
}
