using ConversationMemory.Tests.E2E.Fixtures;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ConversationMemory.Tests.E2E.Browser;

public sealed class AccountPagesTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Owner_finds_the_account_and_admin_pages_without_a_fault_of_access()
    {
        var page = await Chromium.OpenAsync(portal.Address);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        await CheckAsync(page, "/account/register");
        await CheckAsync(page, "/account/login");
        await page.GetByLabel("Email").FillAsync(Portal.EmailOf("root"));
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The email or the password is wrong.");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Portal.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/chat*");

        foreach (var path in new[]
        {
            "/account", "/account/keys", "/account/password", "/account/delete", "/account/logout",
            "/admin/users", "/admin/agents", "/admin/agents/edit", "/admin/retention", "/errors/404",
        })
            await CheckAsync(page, path);

        Assert.DoesNotContain(complaints, text => !text.Contains("404", StringComparison.Ordinal));
        await page.Context.DisposeAsync();
    }

    private static async Task CheckAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        var faults = await page.RunAxe();
        Assert.True(faults.Violations.Length == 0,
            $"{path}: {string.Join("; ", faults.Violations.Select(v => $"{v.Id} at {v.Nodes[0].Target}"))}");
    }
}
