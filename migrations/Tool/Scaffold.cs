using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;

namespace ConversationMemory.Migrations.Tool;

/// <summary>Writes a migration's files as <c>dotnet ef migrations add</c> would.</summary>
internal static partial class Scaffold
{
    public static void Add(DbContext db, string name, string folder)
    {
        var migration = Scaffolder(db).ScaffoldMigration(name, "ConversationMemory");
        Write(folder, $"{migration.MigrationId}.cs", migration.MigrationCode);
        Write(folder, $"{migration.MigrationId}.Designer.cs", migration.MetadataCode);
        Write(folder, $"{migration.SnapshotName}.cs", migration.SnapshotCode);
        foreach (var file in Directory.GetFiles(folder, "*.Designer.cs").Where(file => Path.GetFileName(file) != $"{migration.MigrationId}.Designer.cs"))
            Empty(file);
    }

    /// <summary>The folder <c>migrations</c> of the checkout this runs in.</summary>
    public static string MigrationsFolder()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ConversationMemory.sln"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Run this inside the repository."), "migrations");
    }

    /// <summary>Leaves of a migration's generated model only what names the migration: EF compares with the newest one alone.</summary>
    private static void Empty(string file)
    {
        var code = File.ReadAllText(file);
        if (!Model().IsMatch(code)) return;
        File.WriteAllText(file, ModelUsings().Replace(Model().Replace(code, ""), ""));
        Console.WriteLine($"emptied migrations/{Path.GetFileName(file)}");
    }

    [GeneratedRegex(@"\n        /// <inheritdoc />\n        protected override void BuildTargetModel.*?\n        \}\n", RegexOptions.Singleline)]
    private static partial Regex Model();

    [GeneratedRegex(@"^using (?!Microsoft\.EntityFrameworkCore\.(Infrastructure|Migrations);|ConversationMemory\.Data;).*\n", RegexOptions.Multiline)]
    private static partial Regex ModelUsings();

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
