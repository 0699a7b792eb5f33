import type { Names, Phrase } from './meaning.ts';
import { PERSON_NAMES } from './vocabulary-person.ts';
import { PLACE_NAMES } from './vocabulary-place.ts';
import { headerWords } from './words.ts';

/** A count or a code beside the noun does not change what it names: "phone number", "N° de téléphone", "Mobile No". */
const NUMBER_WORDS = ['no', 'nr', 'num', 'number', 'numero', 'nummer', 'nro'];

/** The phrases by their words written together. */
export const PHRASES: ReadonlyMap<string, Phrase> = buildPhrases([...PERSON_NAMES, ...PLACE_NAMES]);

function buildPhrases(tables: readonly Names[]): ReadonlyMap<string, Phrase> {
  const phrases = new Map<string, Phrase>();
  for (const { meaning, strong, weak } of tables) {
    for (const spelling of spellings(strong, meaning === 'PHONE'))
      phrases.set(spelling, { meaning, strength: 'strong' });
    for (const spelling of spellings(weak, meaning === 'PHONE')) {
      if (!phrases.has(spelling)) phrases.set(spelling, { meaning, strength: 'weak' });
    }
  }
  return phrases;
}

function spellings(list: string, takesNumber: boolean): readonly string[] {
  const plain = list
    .split(',')
    .map((text) => headerWords(text).join(''))
    .filter((spelling) => spelling !== '');
  return takesNumber
    ? plain.flatMap((one) => [one, ...NUMBER_WORDS.flatMap((word) => [one + word, word + one])])
    : plain;
}

const PERSON_WORDS =
  `customer cust client kd contact user member membership subscriber person profile shopper kunde kunden kontakt mitglied mitglieds
  nutzer benutzer abonnent abonnenten personen cliente clienti contatto contacto utilisateur usuario utente utilizador membre adherent
  abonne socio miembro membro persona pessoa personne klant klanten lid gebruiker contactpersoon abonnee relatie
  lead donor patient patiente paciente paziente`.split(/\s+/);
const ID_WORDS = [
  'id',
  'ids',
  'identifier',
  'identifiant',
  'identificador',
  'code',
  'codigo',
  'codice',
  'ref',
  'reference',
  ...NUMBER_WORDS,
];

/** Both word orders of every language: "Customer ID", "Kundennummer", "N° client", "id_customer", "Codice cliente". */
export const PERSON_IDS: ReadonlySet<string> = new Set(
  PERSON_WORDS.flatMap((person) => ID_WORDS.flatMap((id) => [person + id, id + person])).filter(
    // A contact's number is as often a phone number, and that name has its own, weak entry.
    (name) => !/^(?:contact(?:no|nr|num|number)|(?:no|num|number)contact)$/.test(name),
  ),
);
