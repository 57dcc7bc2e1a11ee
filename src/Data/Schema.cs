namespace ConversationMemory.Data;

/// <summary>Names that the schema, the roles and the migrations share.</summary>
public static class Schema
{
    public const string Name = "app";
    public const string MigrationsTable = "migrations";

    public const string OwnerRole = "cm_owner";
    public const string AppRole = "cm_app";
    public const string MaintenanceRole = "cm_maintenance";
}
