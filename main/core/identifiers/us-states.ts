/** Code, then the name, then other written forms (Associated Press, old postal); letters only, lower case. */
const TABLE = `al alabama ala
ak alaska alas
az arizona ariz
ar arkansas ark
ca california calif cal cali
co colorado colo col
ct connecticut conn
de delaware del
fl florida fla flor
ga georgia
hi hawaii
id idaho ida
il illinois ill ills
in indiana ind
ia iowa
ks kansas kans kan
ky kentucky ken kent
la louisiana
me maine
md maryland
ma massachusetts mass massachussetts massachusets
mi michigan mich
mn minnesota minn
ms mississippi miss mississipi missisippi
mo missouri
mt montana mont
ne nebraska nebr neb
nv nevada nev
nh newhampshire nhampshire
nj newjersey njersey
nm newmexico nmex newmex nmexico
ny newyork nyork newyorkstate nystate
nc northcarolina ncar ncarolina nocarolina nocar
nd northdakota ndak ndakota nodakota nodak
oh ohio
ok oklahoma okla
or oregon ore oreg
pa pennsylvania penn penna pennsylvannia
ri rhodeisland rhodeislandandprovidenceplantations
sc southcarolina scar scarolina socarolina socar
sd southdakota sdak sdakota sodakota sodak
tn tennessee tenn tennesse
tx texas tex
ut utah
vt vermont
va virginia virg
wa washington wash washingtonstate
wv westvirginia wva wvirginia wvirg westva
wi wisconsin wis wisc
wy wyoming wyo
dc districtofcolumbia washingtondc washingtondistrictofcolumbia dcwashington dofc thedistrictofcolumbia districtcolumbia
pr puertorico portorico estadolibreasociadodepuertorico
gu guam
vi virginislands usvirginislands unitedstatesvirginislands virginislandsus virginislandsoftheunitedstates usvi
as americansamoa amersamoa
mp northernmarianaislands northernmarianas commonwealthofthenorthernmarianaislands cnmi nmarianaislands
fm federatedstatesofmicronesia micronesia
mh marshallislands
pw palau
aa armedforcesamericas armedforcesamerica
ae armedforceseurope armedforces armedforcesafrica armedforcescanada armedforcesmiddleeast
ap armedforcespacific`;

/** Every written form of a state, territory or military post to its two letters. */
export const US_STATES: ReadonlyMap<string, string> = build();

function build(): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  for (const line of TABLE.split('\n')) {
    const [code = '', name = '', ...others] = line.split(' ');
    for (const form of [code, name, ...others]) states.set(form, code);
    // "CA - California", "California (CA)", "State of Ohio", "Texas, USA", "TX US".
    for (const form of [code + name, name + code, `stateof${name}`, `commonwealthof${name}`]) states.set(form, code);
    for (const form of [code, name]) for (const end of ['us', 'usa']) states.set(form + end, code);
  }
  return states;
}

/** Provinces of Canada and states of Australia (ISO 3166-2) that no American state shares. */
export const PARTS_KEPT_AS_CODES: ReadonlySet<string> = new Set(
  'ab bc mb nb nl ns nt nu on pe qc sk yt nsw qld vic tas act'.split(' '),
);
