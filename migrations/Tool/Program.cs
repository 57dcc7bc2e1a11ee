using ConversationMemory.Migrations;
using ConversationMemory.Migrations.Tool;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

// Needs no server, except for 'list' with a connection string and 'down'.
var connection = Environment.GetEnvironmentVariable("ConnectionStrings__Database") ?? "Host=unused";
await using var db = DatabaseSetup.OwnerContext(connection);

switch (args)
{
    case ["add", var name]:
        Scaffold.Add(db, name, Scaffold.MigrationsFolder());
        return 0;
    case ["list"]:
        var applied = connection == "Host=unused" ? [] : (await db.Database.GetAppliedMigrationsAsync()).ToHashSet();
        foreach (var migration in db.Database.GetMigrations())
            Console.WriteLine(applied.Contains(migration) ? $"{migration} (applied)" : migration);
        return 0;
    case ["down"] when connection != "Host=unused":
        var left = await DatabaseSetup.TakeBackLastAsync(connection, CancellationToken.None);
        Console.WriteLine($"The last migration is now {left}. Start the version of the app that goes with it.");
        return 0;
    case ["script"]:
        Console.WriteLine(db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));
        foreach (var file in RepeatableSql.All) Console.WriteLine(file.Text);
        return 0;
    case ["check"]:
        if (!db.Database.HasPendingModelChanges()) return 0;
        Console.Error.WriteLine("The model has changes without a migration. Run: dotnet run --project migrations/Tool -- add <Name>");
        return 1;
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run --project migrations/Tool -- <command>
              add <Name>   write a migration for the model's changes
              list         list migrations (with ConnectionStrings__Database: which are applied)
              down         take back the last migration (of the database ConnectionStrings__Database names)
              script       print all migrations, and the files of migrations/sql after them, as one SQL script
              check        exit with 1 when the model has changes without a migration
            """);
        return 2;
}
