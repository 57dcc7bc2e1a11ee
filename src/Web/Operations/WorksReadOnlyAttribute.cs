namespace ConversationMemory.Web.Operations;

/// <summary>What is sent here is taken even while nothing may be written: it changes nothing that people keep.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class WorksReadOnlyAttribute : Attribute;
