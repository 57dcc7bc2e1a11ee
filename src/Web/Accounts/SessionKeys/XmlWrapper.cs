using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace ConversationMemory.Web.Accounts.SessionKeys;

/// <summary>How a session key's secret part is written: <c>&lt;wrapped by="…"&gt;base64&lt;/wrapped&gt;</c>.</summary>
internal sealed class XmlWrapper(MasterKey masterKey) : IXmlEncryptor
{
    internal const string Element = "wrapped";
    internal const string By = "by";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var secret = masterKey.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        var element = new XElement(Element, new XAttribute(By, masterKey.Id), Convert.ToBase64String(secret));
        return new EncryptedXmlInfo(element, typeof(XmlUnwrapper));
    }
}
