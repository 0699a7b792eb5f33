/**
 * Whole cells, folded, whose words say what a column of them is; in the seven languages. Used on samples only, to
 * accept or refuse a column: values are normalised elsewhere.
 */
export const BLANKS = list('|-|--|.|?|n/a|na|#n/a|null|(null)|none|nil|nan|undefined|unknown|k.a.|nc|n.c.|s/d');

export const BOOLEANS = list(
  'true|false|yes|no|y|n|0|1|on|off|oui|non|o|ja|nein|j|si|sim|nao|nee|vero|falso|verdadero|verdadeiro|vrai|faux|wahr|falsch|waar|onwaar|checked|unchecked',
);

export const GENDERS = list(
  `m|f|w|h|v|male|female|man|woman|men|women|boy|girl|masculine|feminine|mr|mrs|ms|miss|mx|sir|madam|herr|hr|frau|fr|mann|mannlich|weiblich|
   homme|femme|masculin|feminin|monsieur|madame|mademoiselle|mme|mlle|hombre|mujer|masculino|femenino|varon|senor|senora|senorita|sr|sra|srta|
   uomo|donna|maschio|femmina|maschile|femminile|signor|signore|signora|signorina|sig|sig.ra|sig.na|homem|mulher|feminino|senhor|senhora|
   vrouw|mannelijk|vrouwelijk|dhr|de heer|heer|mevr|mevrouw|mw`,
);

/** Answers to a gender question that are honest, but no gender that can be matched. */
export const OTHER_GENDERS = list(
  `d|x|u|divers|diverse|other|andere|autre|otro|altro|outro|anders|non-binary|nonbinary|non binary|unspecified|not specified|prefer not to say|
   dr|prof|dr.|prof.|family|familie|famille|familia|famiglia|neutral|unbekannt|inconnu|desconocido`,
);

const STATUSES = list(
  `active|inactive|pending|paid|unpaid|partially paid|refunded|partially refunded|voided|authorized|fulfilled|unfulfilled|partial|open|opened|closed|
   new|draft|complete|completed|cancelled|canceled|processing|processed|shipped|delivered|returned|subscribed|unsubscribed|cleaned|bounced|enabled|disabled|
   invited|declined|approved|rejected|accepted|failed|success|successful|succeeded|lead|customer|client|qualified|unqualified|prospect|vip|trial|trialing|expired|
   archived|deleted|blocked|banned|suspended|verified|unverified|confirmed|unconfirmed|registered|guest|waiting|on hold|hold|in progress|in transit|done|todo|
   won|lost|sent|received|churned|past due|overdue|live|paused|published|ready|error|picking|packing|backorder|chargeback|
   activo|activa|inactivo|inactiva|pendiente|pagado|pagada|enviado|enviada|entregado|entregada|completado|completada|completo|cancelado|cancelada|abierto|abierta|
   cerrado|cerrada|nuevo|nueva|en proceso|en curso|procesando|reembolsado|devuelto|aprobado|rechazado|suscrito|dado de baja|baja|alta|bloqueado|preparado|
   attivo|attiva|inattivo|inattiva|disattivo|in attesa|pagato|spedito|consegnato|evaso|inevaso|completato|completata|annullato|annullata|aperto|chiuso|nuovo|nuova|
   in corso|in lavorazione|rimborsato|sospeso|iscritto|disiscritto|confermato|
   ativo|ativa|inativo|inativa|pendente|pago|paga|entregue|concluido|concluida|aberto|aberta|fechado|fechada|novo|nova|em andamento|em processamento|processando|
   reembolsado|aprovado|aprovada|recusado|inscrito|aguardando|aguardando pagamento|
   aktiv|inaktiv|offen|bezahlt|unbezahlt|versendet|versandt|verschickt|geliefert|storniert|abgeschlossen|erledigt|neu|in bearbeitung|abgemeldet|angemeldet|gesperrt|
   actif|active|inactif|en attente|paye|payee|impaye|expedie|expediee|livre|livree|termine|terminee|annule|annulee|ouvert|ferme|nouveau|en cours|rembourse|abonne|
   desabonne|valide|
   actief|inactief|betaald|onbetaald|verzonden|geleverd|afgerond|geannuleerd|nieuw|in behandeling|gesloten|
   soltero|soltera|casado|casada|single|married|divorced|good|bad|used|excellent|damaged`,
);
const STATUS_STARTS =
  /^(?:en|in|em) (?:attente|attesa|espera|proceso|process|progress|corso|curso|cours|transit|transito|bearbeitung)|^(?:awaiting|waiting|pending|partially|payment|ready) /;

/** Sales regions and points of the compass: a "Region" of these is nobody's address. */
const SALES_REGIONS = list(
  `emea|apac|latam|amer|amers|americas|na|nam|sa|eu|eea|anz|mea|mena|dach|benelux|nordics|cee|uki|uk&i|row|global|worldwide|international|domestic|europe|europa|asia|asien|asie|
   africa|afrika|afrique|north america|south america|latin america|middle east|asia pacific|north|south|east|west|northeast|northwest|southeast|southwest|central|
   nord|sud|est|ouest|ost|norden|suden|norte|sur|este|oeste|centro|centre|sul|noord|zuid|oost|midwest|
   north east|north west|south east|south west|us-east|us-west|eu-west|us|usa`,
);

/** A "Département" of these is one of a company. */
const COMPANY_DEPARTMENTS = list(
  `marketing|sales|finance|hr|rh|it|legal|support|engineering|operations|ventes|vente|commercial|comptabilite|achats|direction|informatique|juridique|logistique|production|
   communication|administration|ventas|finanzas|compras|contabilidad|recursos humanos|administracion|operaciones|sistemas|logistica|produccion`,
);

/** Ontario and Siena. */
const STATE_CODES = list('on|si');

/** A word for how an order or an account stands, or a yes or no. */
export function isStatus(folded: string): boolean {
  return (
    STATUSES.has(folded) ||
    (BOOLEANS.has(folded) && !STATE_CODES.has(folded)) ||
    STATUS_STARTS.test(folded) ||
    /^[a-z ]{2,}ed$/.test(folded)
  );
}

/** A region of salespeople, or a department of a company. */
export function isNoAddressRegion(folded: string): boolean {
  return SALES_REGIONS.has(folded) || COMPANY_DEPARTMENTS.has(folded);
}

function list(words: string): ReadonlySet<string> {
  return new Set(words.split('|').map((word) => word.trim()));
}
