using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConversationMemory.Tests.Unit.Architecture;

/// <summary>The source of one project, compiled in memory, so that tests can ask what each name in it stands for.</summary>
internal sealed class Source
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly string folder;
    private readonly CSharpCompilation compilation;

    private Source(string folder)
    {
        this.folder = folder;
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        Trees =
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(file => !PathOf(file).Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
                .Order(StringComparer.Ordinal)
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)),
        ];
        var own = $"ConversationMemory.{Path.GetFileName(folder)}";
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != own)
            .Select(file => MetadataReference.CreateFromFile(file));
        compilation = CSharpCompilation.Create(own, [.. Trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)], libraries,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <param name="project">The folder's name below <c>src</c>.</param>
    public static Source Of(string project) => new(Repository.Folder("src", project));

    /// <summary>The file's path below the project's folder.</summary>
    public string PathOf(SyntaxTree tree) => PathOf(tree.FilePath);

    public string Place(SyntaxNode node) => $"{PathOf(node.SyntaxTree)}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>Each name in the code that stands for a type of this project, or for a member of one.</summary>
    public IEnumerable<(SimpleNameSyntax Name, INamedTypeSymbol Of)> Uses() =>
        from tree in Trees
        let model = compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let symbol = model.GetSymbolInfo(name).Symbol
        let type = symbol as INamedTypeSymbol ?? (symbol is INamespaceSymbol ? null : symbol?.ContainingType)
        where type is not null && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
        select (name, type.OriginalDefinition);

    /// <summary>Names that the compiler does not know here, for which <see cref="Uses"/> would be silent.</summary>
    public IEnumerable<string> Unknown() =>
        from problem in compilation.GetDiagnostics()
        where problem.Id is "CS0103" or "CS0234" or "CS0246"
        select problem.ToString();

    private string PathOf(string file) => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
}
