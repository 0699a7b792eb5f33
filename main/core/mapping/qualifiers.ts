import type { Meaning } from './meaning.ts';

/**
 * Whose or which one a column is, from the customer's own (0) over billing (1) and shipping (2) to a further one (3);
 * of several columns for a key the lower rank wins.
 */
type Rank = 0 | 1 | 2 | 3;

export interface Qualifier {
  readonly rank: Rank;
  /** Meanings that this word can stand beside. */
  readonly fits: ReadonlySet<Meaning>;
}

const CONTACT: readonly Meaning[] = ['EMAIL', 'PHONE'];
const PLACES: readonly Meaning[] = ['CT', 'ST', 'PLACE', 'ZIP', 'COUNTRY'];
const NAMES: readonly Meaning[] = ['FN', 'LN'];
const PERSON: readonly Meaning[] = [...CONTACT, ...PLACES, ...NAMES, 'GEN', 'DOB', 'DOBY', 'DOBM', 'DOBD'];

/**
 * Words that may stand before or after a known name. Anything else beside it ("owner", "status", "opt-in", "company")
 * makes another name, so the list is short on purpose: a word that is not here costs a miss, a wrong one sends a
 * stranger's data.
 */
export const QUALIFIERS: ReadonlyMap<string, Qualifier> = new Map([
  // The customer.
  ...words(
    0,
    [...PERSON, 'EXTERN_ID'],
    `customer customers cust user subscriber member person lead profile kunde kunden kontakt mitglied
     usuario utente utilizador membre abonne adherent socio lid gebruiker attendee participant registrant
     teilnehmer supporter donor guest shopper visitor invitee patient people`,
  ),
  ...words(0, [...PERSON, 'EXTERN_ID', 'NAME'], 'client cliente clienti klant klanten contact contatto contacto'),
  // Systems that give people their ids.
  ...words(
    0,
    ['EXTERN_ID'],
    `shopify stripe hubspot salesforce sfdc klaviyo magento woocommerce mailchimp brevo zoho square bigcommerce prestashop
     shopware crm external unique`,
  ),
  // The customer's own.
  ...words(
    0,
    PERSON,
    `primary main default defaut predeterminado predeterminada predefinito principal principale principali haupt hauptadresse preferred personal perso personnel personnelle
     private privat prive privee privato particular pessoal personale personlich personliche my your vos votre ihr ihre su seu uw tuo properties attributes traits`,
  ),
  ...words(
    0,
    [...CONTACT, ...PLACES],
    'home thuis casa zuhause current domicile residence residential residenza residencia wohnsitz physical permanent',
  ),
  ...words(
    0,
    ['PHONE'],
    'mobile mobil mobiel mobiele portable cell movil movel celular gsm whatsapp sms landline festnetz fixe fijo fisso vaste international',
  ),
  // Where the bill goes.
  ...words(
    1,
    [...CONTACT, ...PLACES, ...NAMES, 'NAME'],
    `billing bill billto soldto invoice invoicing rechnung rechnungs rechnungsadresse rechnungsanschrift facturation facture facturacion factura
     fatturazione faturamento faturacao cobranca factuur facturatie factuuradres mailing postal buyer payer purchaser acheteur besteller kaufer comprador
     acquirente koper orderer`,
  ),
  ...words(
    1,
    [...PLACES, ...NAMES, 'PHONE'],
    'address addresses addr adresse adressen anschrift adres indirizzo direccion domicilio endereco cardaddress',
  ),
  // Where the goods go; often to somebody else.
  ...words(
    2,
    [...CONTACT, ...PLACES, ...NAMES, 'NAME'],
    `shipping ship shipto delivery deliver liefer lieferung lieferadresse lieferanschrift versand livraison envio entrega spedizione
     consegna levering verzend verzending bezorg bezorging afleveradres verzendadres recipient`,
  ),
  // One more.
  ...words(
    3,
    [...CONTACT, ...PLACES],
    `secondary alternate alternative alternatif alt other additional additionnel secondaire secundario secundaria secondario
     autre otro otra altro altra outro outra andere weitere weiteres sonstige sonstiges tweede zweite zweites second`,
  ),
  ...words(
    3,
    CONTACT,
    `work business office professional professionnel professionnelle pro job geschaftlich geschaftliche dienstlich beruflich arbeit buro
     bureau travail trabajo profesional oficina lavoro ufficio trabalho profissional escritorio werk zakelijk zakelijke day daytime evening`,
  ),
]);

/** Word pairs that act as one qualifier. */
export const PAIRED: ReadonlyMap<string, string> = new Map([
  ['ship to', 'shipto'],
  ['bill to', 'billto'],
  ['sold to', 'soldto'],
  ['card address', 'cardaddress'],
  ['par defaut', 'defaut'],
]);

/** Qualifiers that languages glue to the noun: "Rechnungsort", "kundenemail", "billingcity". */
export const GLUED =
  'rechnungs liefer kunden privat haupt billing shipping customer contact mailing default primary'.split(' ');

function words(rank: Rank, fits: readonly Meaning[], list: string): [string, Qualifier][] {
  const meanings = new Set(fits);
  return list
    .trim()
    .split(/\s+/)
    .map((word) => [word, { rank, fits: meanings }]);
}
