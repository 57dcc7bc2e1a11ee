using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace ConversationMemory.Web.Accounts.SessionKeys;

/// <summary>Reads what <see cref="XmlWrapper"/> wrote. Data protection makes it by this constructor.</summary>
internal sealed class XmlUnwrapper(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var secret = services.GetRequiredService<MasterKey>().Decrypt(Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(Encoding.UTF8.GetString(secret));
    }
}
