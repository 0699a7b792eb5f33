import type { MappedKey } from '../keys.ts';
import { PERSON_NAMES } from './vocabulary-person.ts';
import { PLACE_NAMES } from './vocabulary-place.ts';
import { headerWords } from './words.ts';

/**
 * What a name can mean: a key, or one of four meanings that the neighbouring columns and the cells settle: a plain
 * NAME, a bare FIRST or LAST, a PLACE that is a state, a country or a status.
 */
export type Meaning = MappedKey | 'NAME' | 'FIRST' | 'LAST' | 'PLACE';

export type Strength = 'strong' | 'weak';

/** Phrases by meaning, separated by commas. */
export type Names = Partial<Record<Meaning, Readonly<Record<Strength, string>>>>;

export interface Phrase {
  readonly meaning: Meaning;
  readonly strength: Strength;
}

/** A count or a code beside the noun does not change what it names: "phone number", "N° de téléphone", "Mobile No". */
const NUMBER_WORDS = ['no', 'nr', 'num', 'number', 'numero', 'nummer', 'nro'];

/** The phrases by their words written together. */
export const PHRASES: ReadonlyMap<string, Phrase> = buildPhrases([PERSON_NAMES, PLACE_NAMES]);

function buildPhrases(tables: readonly Names[]): ReadonlyMap<string, Phrase> {
  const phrases = new Map<string, Phrase>();
  const add = (spelling: string, phrase: Phrase): void => {
    if (!phrases.has(spelling)) phrases.set(spelling, phrase);
  };
  for (const table of tables) {
    for (const [meaning, byStrength] of Object.entries(table) as [Meaning, Record<Strength, string>][]) {
      for (const strength of ['strong', 'weak'] as const) {
        for (const text of byStrength[strength].split(',')) {
          const spelling = headerWords(text).join('');
          if (spelling === '') continue;
          add(spelling, { meaning, strength });
          if (meaning !== 'PHONE') continue;
          for (const word of NUMBER_WORDS) {
            add(spelling + word, { meaning, strength });
            add(word + spelling, { meaning, strength });
          }
        }
      }
    }
  }
  return phrases;
}

const PERSON_WORDS = `customer client contact user member membership subscriber person profile shopper kunde kunden kontakt mitglied mitglieds
  nutzer benutzer abonnent abonnenten personen cliente clienti contatto contacto utilisateur usuario utente utilizador membre adherent
  abonne socio miembro membro persona pessoa personne klant klanten lid gebruiker contactpersoon abonnee relatie`.split(/\s+/);
const ID_WORDS = ['id', 'ids', 'identifier', 'identifiant', 'identificador', 'code', 'codigo', 'codice', 'ref', 'reference', ...NUMBER_WORDS];

/** Both word orders of every language: "Customer ID", "Kundennummer", "N° client", "id_customer", "Codice cliente". */
export const PERSON_IDS: ReadonlySet<string> = new Set(
  PERSON_WORDS.flatMap((person) => ID_WORDS.flatMap((id) => [person + id, id + person])).filter(
    // A contact's number is as often a phone number, and that name has its own, weak entry.
    (name) => !/^(?:contact(?:no|nr|num|number)|(?:no|num|number)contact)$/.test(name),
  ),
);
