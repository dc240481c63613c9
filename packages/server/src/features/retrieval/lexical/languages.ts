/** A language the analyzer knows: its Snowball algorithm, and the words that carry no topic and betray the language. */
export type Language = { readonly code: string; readonly stemmer: string; readonly stopWords: ReadonlySet<string> }

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

const english = words(`
  i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself
  they them their theirs themselves what which who whom whose this that these those am is are was were be been being have has
  had having do does did doing would should could ought shall may might must can cannot will a an the and but if or because as
  until while of at by for with about against between into through during before after above below to from up down in out on off
  over under again further then once here there when where why how all any both each few more most other some such no nor not
  only own same so than too very s t don ll re ve isn aren wasn weren hasn haven hadn doesn didn won wouldn shan shouldn couldn
  mustn let also upon`)

const german = words(`
  aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes anderm andern anderr anders auch
  auf aus bei bin bis bist da damit dann das dass daß dasselbe dazu dein deine deinem deinen deiner deines dem den denn der des
  derer deren dessen derselbe derselben desselben demselben denselben dich dir dies diese dieselbe dieselben diesem diesen dieser
  dieses doch dort du durch ein eine einem einen einer eines einig einige einigem einigen einiger einiges einmal er es etwas euch
  euer eure eurem euren eurer eures für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre
  ihrem ihren ihrer ihres im in indem ins ist jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann kein keine
  keinem keinen keiner keines können könnte machen man manche manchem manchen mancher manches mein meine meinem meinen meiner
  meines mich mir mit muss musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seines selbst
  sich sie sind so solche solchem solchen solcher solches soll sollte sondern sonst über um und uns unser unsere unserem unseren
  unserer unseres unter viel vom von vor während war waren warst warum was weg weil weiter welche welchem welchen welcher welches
  wem wen wenn wer werde werden wessen wie wieder wieso will wir wird wirst wo woher wohin wollen wollte wurde wurden würde würden
  zu zum zur zwar zwischen dürfen darf die`)

/**
 * English and German are searched with both stop lists together. The lists of the others are only what tells the language.
 * A further Snowball language is one more line here and a new analyzer version.
 */
export const languages: readonly Language[] = [
  { code: 'en', stemmer: 'english', stopWords: english },
  { code: 'de', stemmer: 'german', stopWords: german },
  {
    code: 'fr',
    stemmer: 'french',
    stopWords:
      words(`le la les un une des du de et est sont dans pour par sur avec que qui ne pas plus au aux ce cette ces il elle
      ils elles nous vous je on se sa son ses leur leurs mais ou où donc quel quelle quels quelles été être avoir à y l d qu`),
  },
  {
    code: 'es',
    stemmer: 'spanish',
    stopWords: words(`el la los las un una unos unas de del y es son en para por con que qué no más al su sus se lo le les este
      esta estos estas como cómo pero o ya cuando cuándo donde dónde quién fue ser ha han hay cuál cuáles muy sin sobre entre`),
  },
  {
    code: 'it',
    stemmer: 'italian',
    stopWords: words(`il lo la i gli le un uno una di del della dei delle e è sono in per con che chi non più al alla ai alle suo
      sua suoi si questo questa questi queste come ma o quando dove dal dalla nel nella sul sulla fu essere ha hanno quale quali`),
  },
  {
    code: 'nl',
    stemmer: 'dutch',
    stopWords: words(`de het een en van is zijn in op te dat die voor met niet aan er om als ook maar bij of uit door naar dan wat
      wie waar wanneer hoe welke heeft hebben had werd worden wordt deze dit hun haar zij hij wij je ik was nog over tot`),
  },
  {
    code: 'pt',
    stemmer: 'portuguese',
    stopWords: words(`o a os as um uma uns umas de do da dos das e é são em no na nos nas para por com que quem não mais ao aos à
      às seu sua seus suas se este esta estes estas como mas ou quando onde foi ser há qual quais muito pelo pela`),
  },
]

export const languageByCode: ReadonlyMap<string, Language> = new Map(languages.map((language) => [language.code, language]))

/** Not searched for in any language. Joint, because short questions do not always betray theirs. */
export const jointStopWords: ReadonlySet<string> = new Set([...english, ...german])

/** German stop words that name things in English: an English text about a war must be found by it. */
export const namesThingsInEnglish: ReadonlySet<string> = words('war man die hat den bin dies wo hier hin weg dort')

/** The language of a code, English where it is not known. */
export function languageFor(code: string | undefined): Language {
  return languageByCode.get(code ?? 'en') ?? languages[0]!
}
