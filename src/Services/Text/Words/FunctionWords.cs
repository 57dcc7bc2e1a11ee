using System.Collections.Frozen;

namespace ConversationMemory.Services.Text.Words;

/// <summary>Words that every text of a language is full of. They tell the language, and are not looked for beside others.</summary>
internal static class FunctionWords
{
    private const string English =
        "a about after again all also am an and any are as at be because been before being both but by can could did do does doing down during each few for " +
        "from further had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on once only or other " +
        "our ours out over own please s same she should so some such t than that the their theirs them then there these they this those through to too under until up us very " +
        "was we were what when where which while who whom why will with would you your yours ll re ve d m don doesn didn isn aren wasn weren hasn haven hadn won couldn shouldn wouldn";

    private const string German =
        "aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da damit dann das dass dein deine dem den denn der des dich die dies diese " +
        "diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fuer habe haben hat hatte hier ich ihm ihn ihnen ihr ihre im in ist ja " +
        "jede jedem jeden jeder jedes kann kein keine konnen man mein meine mich mir mit muss nach nicht noch nun nur ob oder ohne schon sehr sein seine sich sie sind so soll uber um und uns unser " +
        "unter vom von vor war waren was weil wenn wer werde werden wie wieder wir wird wo wurde wurden zu zum zur zwar zwischen fur";

    private const string French =
        "a ai alors au aucun aussi autre aux avec avoir c ce cela celle ces cet cette comme d dans de des donc dont du elle elles en est et etait etc ete etre eu fait " +
        "il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas plus pour qu quand que quel quelle qui s sa sans se ses si " +
        "son sont sous sur t ta te tes toi ton tous tout tres tu un une vos votre vous y";

    private const string Spanish =
        "a al algo algunas algunos ante antes como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era eran eres es esa ese eso esta " +
        "estaba estan estar estas este esto estos fue fueron ha habia hace han hasta hay la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros o os otra otro para pero poco " +
        "por porque que quien se sea ser si sido sin sobre son soy su sus tambien tanto te tiene tienen todo todos tu tus un una uno unos usted y ya yo";

    private const string Italian =
        "a ad agli ai al alla alle allo anche avere c che chi ci come con contro cosa cui d da dagli dai dal dalla dalle degli dei del della delle dello di dove e ed era essere " +
        "fa gli ha hai hanno ho i il in io l la le lei li lo loro lui ma mi mia mie mio molto ne nei nel nella nelle no noi non nostro o ogni per perche piu poi quale quando quanto quella quelle " +
        "quello questa queste questi questo se sei si sia siamo solo sono sta su sua sue sugli sui sul sulla suo tra tu tua tuo tutti tutto un una uno vi voi";

    private const string Portuguese =
        "a ao aos aquela aquele as ate com como da das de dela dele do dos e ela elas ele eles em entre era essa esse esta este eu foi foram ha isso isto ja la lhe mais mas me " +
        "mesmo meu minha muito na nao nas nem no nos nossa nosso num numa o os ou para pela pelo pelos por porque qual quando que quem sao se seja sem ser seu seus so sobre sua suas tambem te " +
        "tem tenho ter teu tu tua um uma umas uns voce voces";

    private const string Dutch =
        "aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand " +
        "iets ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want " +
        "waren was wat werd wezen wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou";

    private const string Russian =
        "а без бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее ей если есть еще же за здесь и из или им их к как ко когда которая которые который кто ли " +
        "либо мне может мы на надо наш не него нее нет ни них но ну о об однако он она они оно от очень по под при с со так также такой там те тем то того тоже той только том ты у уже хотя чего чей чем что " +
        "чтобы чье эта эти это этого этой этом этот я";

    private const string Arabic =
        "في من على الي عن ان هذا هذه ذلك التي الذي هو هي كان كانت ما لا لم لن قد كل بعد قبل مع او ثم حتي اذا هل كيف متي اين انا انت نحن هم و يا بين عند كما";

    private const string Hebrew =
        "של את על זה זאת לא כן אני אתה הוא היא אנחנו הם עם אם או גם כי מה מי איך איפה מתי למה כל יש אין אבל רק עוד כמו אל היה היתה להיות";

    private static readonly FrozenDictionary<string, int> Words = Read();

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="folded">As <see cref="Folding"/> writes it.</param>
    /// <returns>A bit for each <see cref="Language"/> that it is a function word of.</returns>
    public static int LanguagesOf(ReadOnlySpan<char> folded) => Lookup.TryGetValue(folded, out var languages) ? languages : 0;

    public static bool Has(Language language, ReadOnlySpan<char> folded) => (LanguagesOf(folded) & (1 << (int)language)) != 0;

    private static FrozenDictionary<string, int> Read()
    {
        var words = new Dictionary<string, int>();
        foreach (var (language, list) in new[]
        {
            (Language.English, English), (Language.German, German), (Language.French, French), (Language.Spanish, Spanish), (Language.Italian, Italian),
            (Language.Portuguese, Portuguese), (Language.Dutch, Dutch), (Language.Russian, Russian), (Language.Arabic, Arabic), (Language.Hebrew, Hebrew),
        })
        {
            foreach (var word in list.Split(' ')) words[word] = words.GetValueOrDefault(word) | (1 << (int)language);
        }

        return words.ToFrozenDictionary();
    }
}
