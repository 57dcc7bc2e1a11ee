using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;

namespace ConversationMemory.Migrations.Tool;

/// <summary>Writes a migration's files as <c>dotnet ef migrations add</c> would.</summary>
internal static class Scaffold
{
    public static void Add(DbContext db, string name, string folder)
    {
        var migration = Scaffolder(db).ScaffoldMigration(name, "ConversationMemory");
        Write(folder, $"{migration.MigrationId}.cs", migration.MigrationCode);
        Write(folder, $"{migration.MigrationId}.Designer.cs", migration.MetadataCode);
        Write(folder, $"{migration.SnapshotName}.cs", migration.SnapshotCode);
    }

    /// <summary>The folder <c>migrations</c> of the checkout this runs in.</summary>
    public static string MigrationsFolder()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ConversationMemory.sln"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Run this inside the repository."), "migrations");
    }

    private static IMigrationsScaffolder Scaffolder(DbContext db)
    {
        var services = new ServiceCollection();
        services.AddEntityFrameworkDesignTimeServices(new OperationReporter(new OperationReportHandler()));
        services.AddDbContextDesignTimeServices(db);
        new NpgsqlDesignTimeServices().ConfigureDesignTimeServices(services);
        return services.BuildServiceProvider().GetRequiredService<IMigrationsScaffolder>();
    }

    private static void Write(string folder, string file, string code)
    {
        File.WriteAllText(Path.Combine(folder, file), code.ReplaceLineEndings("\n"));
        Console.WriteLine($"wrote migrations/{file}");
    }
}
