import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import de from 'i18n-iso-countries/langs/de.json' with { type: 'json' };
import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import es from 'i18n-iso-countries/langs/es.json' with { type: 'json' };
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' };
import it from 'i18n-iso-countries/langs/it.json' with { type: 'json' };
import nl from 'i18n-iso-countries/langs/nl.json' with { type: 'json' };
import pt from 'i18n-iso-countries/langs/pt.json' with { type: 'json' };

import { foldAccents } from './clean.ts';

/** Short, old and everyday names that the lists lack or have wrong; letters only. They win over the lists. */
const EVERYDAY = `US usa us america unitedstates unitedstatesofamerica theus theusa usofa eeuu eua etatsunis etatsunisdamerique etatsunisamerique
 vereinigtestaaten amerika statiuniti estadosunidos estadosunidosdeamerica eeuudeamerica verenigdestaten vsa usamerica
GB uk gb gbr greatbritain britain england scotland wales northernireland irelandnorthern nireland unitedkingdomofgreatbritainandnorthernireland ukgb
 grandebretagne angleterre ecosse paysdegalles irlandedunord grossbritannien england schottland nordirland vereinigteskoenigreich
 granbretana inglaterra escocia gales irlandadelnorte granbretagna inghilterra scozia galles irlandadelnord
 grabretanha inglaterra escocia paisdegales irlandadonorte grootbrittannie engeland noordierland
IE ireland republicofireland irishrepublic eire southernireland republikirland irlande
NL netherlands thenetherlands holland hollande holanda olanda
DE germany deutschland brd bundesrepublikdeutschland bundesrepublik federalrepublicofgermany frg allemagne alemania germania alemanha duitsland ger westgermany
CH switzerland schweiz suisse svizzera suiza suica zwitserland sui schweizerischeeidgenossenschaft confederationsuisse confoederatiohelvetica
AT austria osterreich oesterreich autriche oostenrijk republikosterreich
CZ czechia czechrepublic czechrep tchequie cechia chequia republicacheca tsjechie tschechei
KR korea southkorea skorea republicofkorea coreedusud coree coreadelsur coreadelsud corea coreiadosul suedkorea sudkorea zuidkorea rok
KP northkorea nkorea coreedunord coreadelnorte coreadelnord coreiadonorte nordkorea noordkorea dprk democraticpeoplesrepublicofkorea koreademocraticpeoplesrepublicof
RU russia russianfederation
AE uae unitedarabemirates emirates theemirates vae eau emirats emiratos vereinigtearabischeemirate emiratiarabiuniti emiratosarabesunidos
CI ivorycoast cotedivoire
CN china prchina prc peoplesrepublicofchina mainlandchina volksrepublikchina
HK hongkong hongkongsar hongkongchina
MO macau macao macausar macaosar
TW taiwan taiwanroc republicofchina chinarepublicof chinesetaipei
BY belarus weissrussland byelorussia bielorussie bielorrusia bielorussia bielorrussia
GF frenchguiana guyane
DO dominicanrepublic dominicanrep
CD zaire democraticrepublicofthecongo democraticrepublicofcongo drcongo drc rdc congokinshasa congodr congodrc republicademocraticadocongo republicademocraticadelcongo demokratischerepublikkongo
CG congo kongo congobrazzaville republicofthecongo republicofcongo republicadocongo republicapopulardocongo republicadelcongo
MK macedonia northmacedonia fyrom macedoine mazedonien
SZ swaziland eswatini
MM burma myanmar birmanie birma birmania
TL easttimor timorleste osttimor
CV capeverde caboverde kapverden
VA vatican vaticancity holysee vatikan vaticano citeduvatican
TR turkey turkiye tuerkei turkei
SY syria
IR iran persia ira
LA laos laopdr
VN vietnam
MD moldova moldavia moldau
BO bolivia
VE venezuela
TZ tanzania
BN brunei
PS palestine palestinianterritories palestinianterritoryoccupied occupiedpalestinianterritory westbank gaza palastina palaestina territoriospalestinianos
BA bosnia bosniaherzegovina bosniaandherzegovina bosniahercegovina
TT trinidad trinidadandtobago tobago
AG antigua antiguabarbuda
KN stkitts saintkitts stkittsandnevis stkittsnevis
LC stlucia
VC stvincent saintvincent stvincentandthegrenadines
SA saudiarabia ksa kingdomofsaudiarabia
ZA southafrica rsa republicofsouthafrica
GR greece hellas hellenicrepublic gre el
HR croatia cro hrvatska
DK denmark danmark
NO norway norge
SE sweden sverige
FI finland suomi
IS iceland island
PL poland polska
HU hungary magyarorszag
ES spain espana
PT portugal por
IT italy italia repubblicaitaliana
BE belgium belgie belgique belgien
LU luxembourg luxemburg letzebuerg
BR brazil brasil
MX mexico mexiko messico mexique
JP japan nippon nihon
IN india bharat
PH philippines thephilippines philippinen
GM gambia thegambia
BS bahamas thebahamas baamas
SK slovakia slovakrepublic slowakei
SI slovenia
UA ukraine theukraine
PR puertorico
VI usvirginislands unitedstatesvirginislands virginislandsus ilhasvirgensdoseua
VG britishvirginislands virginislandsbritish bvi
FK falklandislands falklands malvinas ilhasfalkland
BQ bonaire caribbeannetherlands
CW curacao curacau
SX sintmaarten saintmartinpaysbas saomartinhosintmaarten
RE reunion lareunion reunionisland
LY libya libyanarabjamahiriya
KG kyrgyzstan kirgistan kirgisistan
BF burkinafaso burkina
FM micronesia
FR republiquefrancaise frenchrepublic
SH sainthelenaascensionandtristandacunha
OM oma
YT maiote
TK toquelau
MF saintmartinfrance
SB salomoninseln
MP mariannesdunord
LK srilanca
LI listenstaine
GU guame
EH saraocidental
DJ jibuti
BD bangladeche
AX alanda ilesdaland
UZ usbequistao
TF territoriosaustraisfranceses
SM saomarinho
BH barem
UM ilhasmenoresafastadasdoseua
CC ilescocoskeeling
HM ilesheardetmcdonald
XK kosovo`;

/** Words that come and go in the names of states; "Korea, Republic of" and "Republic of Korea" differ by order only. */
const FILLERS: ReadonlySet<string> = new Set(
  'the of and la le les el los las der die das de del della du des di do da dos van het et y e und en i'.split(' '),
);

type CountryNames = Readonly<Record<string, string | readonly string[]>>;
const LISTS: readonly CountryNames[] = [
  en.countries,
  fr.countries,
  de.countries,
  es.countries,
  it.countries,
  pt.countries,
  nl.countries,
];

/** ISO 3166-1 alpha-2 codes, with Kosovo's user-assigned XK. */
export const ALPHA_2: ReadonlySet<string> = new Set(codes.map(([alpha2 = '']) => alpha2));

/** Alpha-3 to alpha-2, upper case. */
export const ALPHA_3: ReadonlyMap<string, string> = new Map(
  codes.map(([alpha2 = '', alpha3 = '']) => [alpha3, alpha2]),
);

/** Letters only, lower case, no accents: `Côte d'Ivoire` as `cotedivoire`. */
export function nameKey(text: string): string {
  return foldAccents(text).replace(/[^\p{L}]+/gu, '');
}

/** The same words in one order, without fillers; null for a single word. */
export function wordsKey(text: string): string | null {
  const words = (foldAccents(text).match(/\p{L}+/gu) ?? []).filter((word) => !FILLERS.has(word));
  return words.length < 2 ? null : words.toSorted().join(' ');
}

/** Every known name to its alpha-2 code, under its letters and under its sorted words; built at the first unusual country. */
export function countryNames(): ReadonlyMap<string, string> {
  built ??= build();
  return built;
}

let built: ReadonlyMap<string, string> | undefined;

function build(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  // Three letters or less would be an abbreviation, too easily another place's; only our own are taken.
  const add = (key: string | null, code: string): void => {
    if (key !== null && key.length > 3 && !names.has(key)) names.set(key, code);
  };
  let code = '';
  for (const form of EVERYDAY.split(/\s+/)) {
    if (/^[A-Z]/.test(form)) code = form;
    else if (!names.has(form)) names.set(form, code);
  }
  const written: [string, string][] = [];
  for (const list of LISTS) {
    for (const [alpha2, forms] of Object.entries(list)) for (const form of [forms].flat()) written.push([form, alpha2]);
  }
  for (const language of ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl']) {
    // The platform's own names add the everyday ones where the lists are formal ("Corea del Sur", "Tanzania").
    const platform = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const alpha2 of ALPHA_2) written.push([platform.of(alpha2) ?? '', alpha2]);
  }
  for (const [form, alpha2] of written) {
    add(nameKey(form), alpha2);
    if (form.includes('(')) add(nameKey(form.replace(/\(.*\)/, '')), alpha2);
    if (form.includes('&')) add(nameKey(form.replaceAll('&', ' and ')), alpha2);
    // Without umlauts on the keyboard: "Oesterreich", "Daenemark".
    if (/[äöü]/i.test(form))
      add(nameKey(form.replace(/[äöü]/gi, (vowel) => `${vowel.normalize('NFD')[0] ?? ''}e`)), alpha2);
    if (/^(?:saint|sankt)\b/i.test(form)) add(nameKey(form.replace(/^\w+/, 'st')), alpha2);
  }
  for (const [form, alpha2] of written) add(wordsKey(form), alpha2);
  return names;
}
