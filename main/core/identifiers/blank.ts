/** What exports write for "nothing", in English, German, French, Spanish, Italian, Portuguese and Dutch. Compared in lower case. */
const BLANK_WORDS: ReadonlySet<string> = new Set(
  `null nul nil none undefined unknown undef n/a n.a. n.a n\\a n/a. #n/a #na #n/d #nv \\n nan <na> not-available
  k.a. k.a k/a n.v. n/v n.v.t. n.v.t nvt n/d n.d. s/d s.d. n/c n.c. n/s n.s. n/r n.r. n.b. tbd tba tbc
  missing void unset unspecified undisclosed
  keine keiner keines kein unbekannt
  aucun aucune néant inconnu inconnue
  ninguno ninguna nulo nula desconocido desconocida
  nessuno nessuna nullo sconosciuto sconosciuta
  nenhum nenhuma desconhecido desconhecida
  geen onbekend`.split(/\s+/),
);

const BLANK_PHRASES: ReadonlySet<string> = new Set([
  'not available',
  'not applicable',
  'not provided',
  'not specified',
  'not given',
  'not known',
  'not set',
  'no data',
  'no value',
  'prefer not to say',
  'n / a',
  'k. a.',
  'k. a',
  'n. a.',
  'n. v.',
  'keine angabe',
  'keine angaben',
  'nicht angegeben',
  'nicht bekannt',
  'nicht vorhanden',
  'nicht verfügbar',
  'non renseigné',
  'non renseignée',
  'non disponible',
  'non spécifié',
  'non précisé',
  'no disponible',
  'no aplica',
  'no especificado',
  'sin datos',
  'sin especificar',
  'non disponibile',
  'non specificato',
  'non indicato',
  'não informado',
  'não disponível',
  'não aplicável',
  'não especificado',
  'nao informado',
  'niet beschikbaar',
  'niet opgegeven',
  'niet van toepassing',
]);

/** Blanks in a column of codes and numbers, yet words that are names of people or places (Mr Blank, Ms Na, the town of Leer). */
const BLANK_UNLESS_NAME: ReadonlySet<string> = new Set([
  'na',
  'nat',
  'n a',
  'ka',
  'nc',
  'nd',
  'blank',
  'empty',
  'leer',
  'vide',
  'leeg',
  'vuoto',
  'vacío',
  'vacio',
  'vazio',
]);

const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}\ufffd]/u;
const SPREADSHEET_ERROR =
  /^#(?:n\/a|null!|value!|ref!|div\/0!|name\?|num!|calc!|spill!|error!?|¡valor!|wert!|bezug!|valeur!|nom\?|nome\?|zahl!)/;
const BRACKETED = /^[([{<'"]+(.*?)[)\]}>'"]+$/s;

/**
 * True for an empty cell and for words that mean one.
 * `isName` keeps the few of them that are also names of people or places.
 */
export function isBlank(text: string, isName = false): boolean {
  if (text.length === 0) return true;
  // The longest phrase has 19 characters; with brackets 23.
  if (text.length > 23) return !HAS_LETTER_OR_DIGIT.test(text);
  const lower = text.toLowerCase();
  if (isBlankWord(lower, isName, text)) return true;
  const inner = BRACKETED.exec(lower)?.[1]?.trim();
  return inner !== undefined && (inner === '' || isBlankWord(inner, false, inner));
}

function isBlankWord(lower: string, isName: boolean, asWritten: string): boolean {
  // Nan and Nil are first names; programs write nan, NaN, nil or NIL.
  if (isName && (asWritten === 'Nan' || asWritten === 'Nil')) return false;
  return (
    BLANK_WORDS.has(lower) ||
    (!isName && BLANK_UNLESS_NAME.has(lower)) ||
    (lower.includes(' ') && BLANK_PHRASES.has(lower)) ||
    (lower.startsWith('#') && SPREADSHEET_ERROR.test(lower)) ||
    !HAS_LETTER_OR_DIGIT.test(lower)
  );
}
