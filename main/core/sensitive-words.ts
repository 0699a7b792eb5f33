export type SensitiveTopic = 'health' | 'finance' | 'identity' | 'crime';

/** As foldName folds them; a star ends how a word begins. */
type Phrases = readonly string[];

/**
 * Words that say something about the people of a list which advertisers may not know (meta-api.md 11), in English, French, German and
 * Spanish. Only what a person is or has: products of the same trades (“loans”, “insurance”, “credit card”, “pharmacy”, “fitness”,
 * “enceintes”, which are loudspeakers too) are everyday names of audiences, and a warning that is mostly wrong is read by nobody.
 */
export const SENSITIVE: Readonly<Record<SensitiveTopic, Phrases>> = {
  health: phrases(
    `diabet*, cancer, cancers, arthrit*, asthma*, alzheimer*, parkinson*, epilep*, hiv, hepatitis, depress*, anxiety, bipolar*,
     schizophren*, autis*, adhd, dementia, obes*, overweight, infertil*, pregnan*, menopaus*, alcoholic, alcoholics, alcoholism*,
     drug addict*, gambling addict*, addiction*, patient, patients, sick people, illness*, disease*, chronic pain, mental health,
     heart attack, stroke survivor*, hypertens*, high blood pressure, high cholesterol, chemotherap*, tumor*, leukemia, insulin,
     wheelchair*, disabilit*, disabled people, disabled customers, hearing loss, hearing impaired, visually impaired, psoriasis, eczema`,
    `diabete, vih, sida, arthrite, asthme, asthmatique*, cancereu*, malade, malades, maladie*, femme* enceinte*, grossesse*, surpoids,
     handicape*, sante mentale, douleurs chroniques, alcoolique*, alcoolisme, anxiete, toxicoman*`,
    `krebs, krebspatient*, krebskrank*, zuckerkrank*, kranke, kranken, krankheit*, schwanger*, ubergewicht*, uebergewicht*, behindert*,
     behinderung*, patienten, patientin*, suchtkrank*, drogensucht*, spielsucht*, alkoholik*, alkoholkrank*, bluthochdruck, schwerhorig*,
     rollstuhl*, angststorung*, psychisch krank*, demenz*`,
    `paciente, pacientes, enfermo, enfermos, enferma, enfermas, enfermedad*, embaraz*, sobrepeso, discapaci*, ansiedad, salud mental,
     alcoholico, alcoholicos, adiccion*, artritis, minusvalid*`,
  ),
  finance: phrases(
    `credit score*, bad credit, poor credit, good credit, credit rating*, credit history, subprime, fico, high income*, low income*,
     middle income*, household income*, income over, income under, income above, income below, net worth, wealthy, millionaire*,
     rich people, poor people, poverty, in debt, indebted, debtor*, debts, bankrupt*, insolven*, foreclos*, overdue, in arrears,
     payday loan*, unemployed, on welfare, benefit recipient*, financial hardship, financial difficult*`,
    `score de credit, mauvais credit, hauts revenus, haut revenu, bas revenus, faibles revenus, revenus eleves, endett*, surendett*,
     dettes, faillite*, insolvab*, chomeur*, chomeuse*, au chomage, impayes, millionnaire*, pauvrete`,
    `schufa, bonitat*, kreditwurdig*, geringverdien*, gutverdien*, besserverdien*, spitzenverdien*, hohes einkommen, niedriges einkommen,
     geringes einkommen, einkommensschwach*, verschuldet*, uberschuldet*, schuldner*, schulden, pleite, zahlungsunfahig*, arbeitslos*,
     millionar*, vermogende*, wohlhabend*, armut, privatinsolven*`,
    `puntaje de credito, puntuacion crediticia, mal credito, altos ingresos, bajos ingresos, ingresos altos, ingresos bajos, endeudad*,
     deudor*, deudas, moroso*, morosa*, morosidad, bancarrota, desempleado*, desempleada*, millonario*, patrimonio neto, pobreza`,
  ),
  identity: phrases(
    `gay, gays, lesbian*, lgbt*, homosex*, bisexual*, transgender*, transsex*, queer, muslim*, islamic*, jew, jews, jewish, christians,
     catholic*, protestants, hindu*, buddhis*, sikh*, mormon*, atheis*, hispanic*, latinos, latinas, black people, white people,
     african american*, asian american*, ethnicity, ethnic minorit*, immigrant*, refugee*, asylum seeker*, republican voter*,
     democrat voter*, conservative voter*, liberal voter*, republicans, democrats, union member*`,
    `lesbienne*, musulman*, juif, juifs, juive*, chretien*, catholique*, immigre*, refugie*, demandeur* d asile, electeur* de gauche,
     electeur* de droite, syndique*, transgenre*, origine ethnique`,
    `schwule*, lesbe*, lesbisch*, juden, judisch*, christen, katholi*, evangelische*, moslem*, migrant*, fluchtling*,
     gewerkschaftsmitglied*, cdu wahler*, spd wahler*, afd wahler*, grunen wahler*`,
    `lesbiana*, judio*, judia*, cristianos, catolic*, inmigrante*, refugiado*, refugiada*, gitano*, sindicalista*, transexual*,
     votantes de izquierda, votantes de derecha`,
  ),
  crime: phrases(
    `criminal*, convict, convicts, convicted, felon*, prisoner*, inmate*, offender*, ex con, ex cons, on probation, arrested`,
    `criminel*, delinquan*, prisonnier*, detenu*, condamne*, casier judiciaire`,
    `kriminell*, vorbestraft*, straftater*, straffallig*, haftling*, strafgefangene*, verurteilt*`,
    `delincuen*, preso, presos, presas, condenad*, antecedentes penales, exconvict*, recluso*`,
  ),
};

function phrases(...languages: readonly string[]): Phrases {
  return languages.flatMap((text) => text.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' ')));
}
