const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Words (lower case, without the dot) whose dot ends no sentence. */
const byLanguage: Record<string, ReadonlySet<string>> = {
  en: words(
    'mr mrs ms dr prof sr jr st rev gen col lt capt sgt hon vs etc al eg ie cf viz approx appt dept est min max inc ltd co corp bros govt univ assn jan feb mar apr jun jul aug sep sept oct nov dec mt ave blvd rd',
  ),
  de: words(
    'dr prof hr fr hrn ing dipl bzw usw etc evtl ggf ca vgl inkl exkl zzgl abzgl mind max bspw beispielsw allg bes betr bez dgl ebd einschl entspr erg gem geb gest hrsg insb insbes jhd jh lt mio mrd mtl od sog st str tel u.a u.U urspr verh versch z.B zt zz jan feb mär apr jun jul aug sep sept okt nov dez mo di mi do fr sa so anm abt geg wg rd std min sek usf resp frl nachm vorm',
  ),
  fr: words('m mm mme mlle dr pr me st ste etc cf env éd ex janv févr avr juil sept oct nov déc av bd tél hab min max'),
  es: words(
    'sr sra sres srta dr dra d dña prof etc ej aprox avda av tel ud uds vd vds ene feb mar abr jun jul ago sep sept oct nov dic lic ing',
  ),
  it: words('sig sigg dott ssa prof ing avv geom ecc es cfr ca tel gen feb mar apr mag giu lug ago set ott nov dic'),
  nl: words(
    'dhr mevr mw dr drs prof ing ir mr enz bijv bv ca evt incl excl max min tel jan feb mrt apr jun jul aug sept okt nov dec resp vgl',
  ),
  pt: words('sr sra srs dr dra prof eng etc ex aprox av tel jan fev mar abr mai jun jul ago set out nov dez ltda'),
}

/** Words whose dot ends no sentence when a number follows: "No. 5", "Art. 12". */
export const beforeNumbers = words(
  'no nr nos nrs art abs abb anl anh bd fig figs tab kap sec sect ch chap p pp s ss vol ziff rn rdn rz az bl z par pos lfd núm num n pág cap tom let app eq ref v ver vers seite satz ggf',
)

const none: ReadonlySet<string> = new Set()

export const abbreviationsOf = (language: string): ReadonlySet<string> => byLanguage[language] ?? none

// What follows a number with a dot in German when it is "the third" and no end of a sentence.
export const germanOrdinalNouns = words(
  'januar jänner februar märz april mai juni juli august september oktober november dezember jan feb mär apr jun jul aug sep sept okt nov dez jahrhundert jahrhunderts jh jhd quartal quartals halbjahr lebensjahr lebensjahres platz mal auflage kapitel stock obergeschoss etage tag tages woche monat monats jahr jahres klasse grades grad person teil abschnitt absatz satz stelle stufe geburtstag sitzung versammlung weltkrieg weltkriegs lesung instanz senat kammer',
)

export const beforeGermanOrdinals = words(
  'am vom zum der die das dem des den im bis beim seit ab jeder jedes jede ihr sein unser zur und ein einen',
)
