import { expect, test } from 'vitest';

import { none, wrong, type FixtureColumn } from './fixture.ts';

const FN: FixtureColumn = ['First Name', 'FN', 'Ann', 'Bob', 'Cid'];
const LN: FixtureColumn = ['Last Name', 'LN', 'Lee', 'Ray', 'Cam'];
const EMAIL: FixtureColumn = ['Email', 'EMAIL', 'ann@x.com', 'bob@y.fr', 'cid@z.de'];

const files: Readonly<Record<string, readonly FixtureColumn[]>> = {
  'Calendly, whose users are the hosts': [
    ['User Name', '', 'Jane Doe', 'Jane Doe', 'Tom Roe'],
    ['User Email', '', 'jane@agency.com', 'jane@agency.com', 'tom@agency.com'],
    ['Invitee Name', '', 'Ann Lee', 'Bob Ray', 'Cid Cam'],
    ['Invitee First Name', 'FN', 'Ann', 'Bob', 'Cid'],
    ['Invitee Last Name', 'LN', 'Lee', 'Ray', 'Cam'],
    ['Invitee Email', 'EMAIL', 'ann@x.com', 'bob@y.fr', 'cid@z.de'],
    ...none(`
      Invitee Time Zone|Eastern|Paris|Berlin
      Event Created Date & Time|2026-02-01 10:00|2026-02-01 10:00|2026-02-01 10:00`),
  ],
  'Typeform, whose columns are questions': [
    ["What's your first name?", 'FN', 'Ann', 'Bob', 'Cid'],
    ['What is your last name?', 'LN', 'Lee', 'Ray', 'Cam'],
    ["What's your email address?", 'EMAIL', 'ann@x.com', 'bob@y.fr', 'cid@z.de'],
    ['¿Cuál es tu teléfono?', '', 'no', 'no', 'sí'],
    ["What's your phone number?", 'PHONE', "'+15125550134", "'+33142685300", ''],
    ...none(`
      #|6q8w7e6r5t4y|6q8w7e6r5t4z|6q8w7e6r5t4a
      How did you hear about us?|Facebook|Google|Friend
      Start Date (UTC)|2026-03-01 10:00:00|2026-03-01 10:00:00|2026-03-01 10:00:00`),
  ],
  'Pipedrive people': [
    ['Person - ID', 'EXTERN_ID', '1', '2', '3'],
    ['Person - First name', 'FN', 'Ann', 'Bob', 'Cid'],
    ['Person - Email - Work', 'EMAIL', 'ann@x.com', 'bob@y.fr', 'cid@z.de'],
    ['Person - City/town/village/locality of Postal address', 'CT', 'Austin', 'Paris', 'Berlin'],
    ['Person - State/county of Postal address', 'ST', 'Texas', '', 'Berlin'],
    ['Person - Owner', '', 'Jane Doe', 'Jane Doe', 'Tom Roe'],
    ['Person - Organization ID', '', '5', '6', ''],
  ],
  'PayPal activity': [
    ['Name', '', 'Ann Lee', 'Bob Ray', 'Cid Cam'],
    ['To Email Address', '', 'shop@acme.com', 'shop@acme.com', 'shop@acme.com'],
    ['Town/City', 'CT', 'Austin', 'Paris', 'Berlin'],
    ['State/Province/Region/County/Territory/Prefecture/Republic', 'ST', 'TX', '', ''],
    ['Contact Phone Number', 'PHONE', '5125550134', '', ''],
  ],
  'Shopify customers, French': [
    ['Prénom', 'FN', 'Ann', 'Zoé'],
    ['Adresse par défaut Ville', 'CT', 'Paris', 'Lyon'],
    ['Adresse par défaut Code du pays', 'COUNTRY', 'FR', 'FR'],
    ['Adresse par défaut Code postal', 'ZIP', "'75001", "'69001"],
  ],
  'HubSpot contacts, French': [
    ['Pays/région', 'COUNTRY', 'France', 'France'],
    ['E-mail du propriétaire', '', 'jane@agency.com', 'jane@agency.com'],
    ['Contact nom', 'LN', 'Durand', 'Petit'],
    ['Contact prénom', 'FN', 'Jérôme', 'Zoé'],
    ['État/Province', 'ST', 'Québec', 'Ontario'],
    ['Date de naiss.', 'DOB', '31/01/1980', '01/12/1975'],
  ],
  'Salesforce leads by data loader': [
    ['ID', 'EXTERN_ID', '00Q5g00000AbCdEEAV', '00Q5g00000AbCdFEAV'],
    ['OWNERID', '', '0055g00000AbCdE', '0055g00000AbCdE'],
    ['EMAIL', 'EMAIL', 'ann@x.com', 'bob@y.fr'],
  ],
  'Salesforce accounts': [
    ['ID', '', '0015g00000AbCdEEAV', '0015g00000AbCdFEAV'],
    ['EMAIL', 'EMAIL', 'ann@x.com', 'bob@y.fr'],
  ],
  'Facebook lead ads': [
    ['id', '', 'l:1234567890123456', 'l:1234567890123457'],
    ['ad_id', '', 'ag:23850000000000001', 'ag:23850000000000001'],
    ['form_name', '', 'Form', 'Form'],
    ['phone_number', 'PHONE', 'p:+15125550134', 'p:+33612345678'],
    ['zip_code', 'ZIP', 'z:78701', 'z:02108'],
  ],
  'names with a note in brackets': [
    ['Gender (M/F)', 'GEN', 'F', 'M'],
    ['Country Code (ISO 3166-1 alpha-2)', 'COUNTRY', 'US', 'FR'],
    ['State (2 letter code)', 'ST', 'TX', ''],
    ['Postcode (UK)', 'ZIP', '', 'SW1A 1AA'],
    ['N. cliente', 'EXTERN_ID', '1', '2'],
    ['Addr City', 'CT', 'Austin', 'Paris'],
    ['Email (old)', '', 'ann@old.com', ''],
    EMAIL,
  ],
  'a patient list': [
    ['Identifiant patient', 'EXTERN_ID', 'P1', 'P2'],
    ['Numéro de sécurité sociale', '', '180017500100133', '275126900100133'],
    ['Email du médecin traitant', '', 'dr@x.fr', 'dr@x.fr'],
    ['Nom de naissance', '', 'Durand', 'Petit'],
    ["Nom d'usage", 'LN', 'Durand', 'Martin'],
  ],
};

for (const [platform, columns] of Object.entries(files)) {
  test(`${platform}: every column finds its key, and no other does`, () => {
    expect(wrong(...columns)).toEqual([]);
  });
}

test('"ID" and "Record ID" are a person\'s where the list is plainly one of people', () => {
  const list = (...columns: FixtureColumn[]) => wrong(FN, LN, EMAIL, ...columns);
  const id = (name: string, key: string): FixtureColumn => [name, key, '7', '8', '9'];
  expect(list(id('ID', 'EXTERN_ID'))).toEqual([]);
  expect(list(id('Record ID', 'EXTERN_ID'), ['Number of Deals', '', '1', '', '2'])).toEqual([]);
  expect(list(id('ID', ''), ['Order total', '', '10', '20', '30'])).toEqual([]);
  expect(list(id('ID', ''), id('Customer ID', 'EXTERN_ID'))).toEqual([]);
  expect(list(['ID', '', '7', '7', '9'])).toEqual([]);
  expect(wrong(id('Record ID', ''), ['Company name', '', 'Acme', 'Beta', 'Gamma'], EMAIL)).toEqual([]);
  const repeated: FixtureColumn = ['Email', 'EMAIL', 'ann@x.com', 'ann@x.com', 'cid@z.de'];
  expect(wrong(FN, LN, repeated, id('ID', ''))).toEqual([]);
});

test('digits behind a name do not unmake it, a month is no day', () => {
  expect(
    wrong(
      ['First Name', 'FN', 'Name1', 'Name2'],
      ['Last name', '', 'A1B2C3', '12 Main'],
      ['Birthday month', 'DOBM', '1', '12'],
    ),
  ).toEqual([]);
});
