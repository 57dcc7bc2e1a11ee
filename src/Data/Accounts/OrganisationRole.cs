namespace ConversationMemory.Data.Accounts;

/// <summary>What a member may do. Owners and admins reach the admin pages; only owners may demote an owner.</summary>
public enum OrganisationRole
{
    Member,
    Admin,
    Owner,
}
