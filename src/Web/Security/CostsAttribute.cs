namespace ConversationMemory.Web.Security;

/// <summary>What a request costs of its person's budget of work; metadata of every endpoint.</summary>
/// <param name="units">See <see cref="Work"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal class CostsAttribute(int units) : Attribute
{
    public virtual int UnitsOf(HttpRequest request) => units;
}
