namespace ConversationMemory.Data.Accounts;

public sealed class OrganisationMember
{
    public Guid OrganisationId { get; init; }
    public Guid UserId { get; init; }
    public OrganisationRole Role { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}
