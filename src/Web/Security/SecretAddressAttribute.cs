namespace ConversationMemory.Web.Security;

/// <summary>The address opens the door, for whoever has it, and may be taken back at any moment: it goes to nobody else, and nobody's memory should hold the answer.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SecretAddressAttribute : Attribute;
