namespace ConversationMemory.Web.Operations;

/// <summary>What becomes of requests that are sent while nothing may be written; metadata of every endpoint. Reading always works.</summary>
/// <param name="works">True: they are taken. False: they are refused kindly.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal class WhileReadOnlyAttribute(bool works) : Attribute
{
    public bool Works { get; } = works;
}
