namespace ConversationMemory.Web.Operations;

/// <summary>What is sent here is taken even while nothing may be written: it changes nothing that people keep.</summary>
internal sealed class WorksReadOnlyAttribute() : WhileReadOnlyAttribute(works: true);
