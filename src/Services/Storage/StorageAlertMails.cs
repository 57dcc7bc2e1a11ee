using System.Globalization;
using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Storage;
using ConversationMemory.Services.Notifications;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Storage;

/// <summary>Tells admins by mail of the alerts that stand, once each. What no mail server took is tried again.</summary>
public sealed class StorageAlertMails(AdminDbContext db, AccountsDbContext accounts, IMailSender mail, TimeProvider clock)
{
    /// <returns>How many alerts nobody could be told of.</returns>
    public async Task<int> SendAsync(CancellationToken ct)
    {
        if (!mail.IsConfigured) return 0;
        var failed = 0;
        foreach (var alert in await db.StorageAlerts.AsNoTracking().Where(a => a.MailedAt == null && a.ClearedAt == null).ToListAsync(ct))
            if (await ClaimAsync(alert.Id, ct) && !await TellAsync(alert, ct)) failed++;
        return failed;
    }

    // Before it is sent, so that of several instances one sends it.
    private async Task<bool> ClaimAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.StorageAlerts.Where(a => a.Id == id && a.MailedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.MailedAt, now), ct) == 1;
    }

    private async Task<bool> TellAsync(StorageAlert alert, CancellationToken ct)
    {
        var told = false;
        try
        {
            foreach (var admin in await AdminsAsync(ct)) told |= await TellAsync(admin, alert, ct);
        }
        finally
        {
            // Also when the app is stopped in the middle.
            if (!told) await db.StorageAlerts.Where(a => a.Id == alert.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.MailedAt, (DateTimeOffset?)null), CancellationToken.None);
        }

        return told;
    }

    private async Task<bool> TellAsync(string address, StorageAlert alert, CancellationToken ct)
    {
        try
        {
            await mail.SendAsync(Mail(address, alert), ct);
            return true;
        }
        catch (MailException)
        {
            return false;
        }
    }

    private Task<List<string>> AdminsAsync(CancellationToken ct) => (
        from member in accounts.OrganisationMembers
        join user in accounts.Users on member.UserId equals user.Id
        where member.OrganisationId == Organisation.DefaultId && member.Role != OrganisationRole.Member
            && user.SuspendedAt == null && user.ClosedAt == null && user.Email != null
        select user.Email!).ToListAsync(ct);

    private static MailMessageText Mail(string address, StorageAlert alert)
    {
        var percent = (100.0 * alert.Bytes / alert.Budget).ToString("0", CultureInfo.InvariantCulture);
        return new MailMessageText(
            address,
            alert.Level == StorageBudget.Danger ? "Storage is nearly full" : "Storage is filling up",
            $"""
            The conversations' database takes {alert.Bytes / 1_000_000} MB of its budget of {alert.Budget / 1_000_000} MB, that is {percent} %.

            What takes the room, and until when it lasts: /admin/storage on your portal.
            To make room: remove what is due (/admin/cleanup), keep conversations for fewer days (/admin/retention), or give the
            database more room and raise Memory__StorageBudgetMegabytes.

            This is told once. It is told again if the size falls well below the threshold and then crosses it anew.
            """);
    }
}
