using System.Xml.Linq;
using ConversationMemory.Data.Accounts;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ConversationMemory.Web.Accounts.SessionKeys;

/// <summary>Session keys in the database, so that every instance reads every instance's sessions.</summary>
internal sealed class KeysInDatabase(IServiceScopeFactory scopes, MasterKey masterKey, ILogger<KeysInDatabase> logger) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var stored = scope.ServiceProvider.GetRequiredService<AccountsDbContext>().DataProtectionKeys
            .Select(k => k.Xml).ToList().ConvertAll(XElement.Parse);
        var readable = stored.FindAll(IsReadable);
        if (readable.Count < stored.Count)
        {
            logger.LogWarning(
                "{Count} session keys were made under another MasterKey or database password and are ignored; people " +
                "signed in under them sign in again", stored.Count - readable.Count);
        }

        return readable;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        db.DataProtectionKeys.Add(new DataProtectionKey
        {
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }

    private bool IsReadable(XElement key) =>
        key.Descendants(XmlWrapper.Element).All(wrapped => (string?)wrapped.Attribute(XmlWrapper.By) == masterKey.Id);
}
