import { expect, test } from 'vitest';

import { wrong } from './fixture.ts';
import type { FixtureColumn } from './fixture.ts';

const files: Record<string, readonly FixtureColumn[]> = {
  German: [
    ['Kundennummer', 'EXTERN_ID', '10001', '10002', '10003'],
    ['Anrede', 'GEN', 'Frau', 'Herr', 'Herr'],
    ['Vorname', 'FN', 'Änne', 'Bo', 'Uwe'],
    ['Name', 'LN', 'Müller', 'von der Heide', 'Groß'],
    ['E-Mail-Adresse', 'EMAIL', 'a@x.de', 'b@y.de', ''],
    ['Telefon', 'PHONE', '030 1234567', '', '089/123456-78'],
    ['Handy', 'PHONE', '0170 1234567', '0171-1234567', ''],
    ['Straße', '', 'Hauptstr. 1', 'Am Markt 2', ''],
    ['PLZ', 'ZIP', '10115', '80331', '04109'],
    ['Ort', 'CT', 'Berlin', 'München', 'Leipzig'],
    ['Bundesland', 'ST', 'Berlin', 'Bayern', 'Sachsen'],
    ['Land', 'COUNTRY', 'Deutschland', 'DE', 'Österreich'],
    ['Geburtsdatum', 'DOB', '05.03.1985', '31.12.1990', ''],
    ['Status', '', 'aktiv', 'inaktiv', 'aktiv'],
    ['Kunde seit', '', '05.03.2015', '31.12.2019', ''],
    ['Betreuer E-Mail', '', 'kai@firma.de', 'kai@firma.de', 'eva@firma.de'],
  ],
  French: [
    ['N° client', 'EXTERN_ID', 'C-1', 'C-2', 'C-3'],
    ['Civilité', 'GEN', 'Mme', 'M.', 'Mlle'],
    ['Nom', 'LN', 'Martin', 'de La Tour', 'Petit'],
    ['Prénom', 'FN', 'Zoé', 'Jean-Luc', 'Eva'],
    ['Courriel', 'EMAIL', 'z@x.fr', 'j@y.fr', ''],
    ['Téléphone portable', 'PHONE', '06 12 34 56 78', '07.12.34.56.78', ''],
    ['Tél. fixe', 'PHONE', '', '01 23 45 67 89', ''],
    ['Adresse', '', '3 rue X', '4 rue Y', ''],
    ['CP', 'ZIP', '75001', '69001', '1000'],
    ['Ville', 'CT', 'Paris', 'Lyon', 'Bourg-en-Bresse'],
    ['Région', 'ST', 'Île-de-France', 'Auvergne-Rhône-Alpes', ''],
    ['Pays', 'COUNTRY', 'France', 'Belgique', 'Suisse'],
    ['Né(e) le', 'DOB', '05/03/1985', '31/12/1990', ''],
    ['Lieu de naissance', '', 'Paris', 'Lyon', ''],
    ["Date d'inscription", '', '05/03/2015', '31/12/2019', ''],
    ['Statut', '', 'actif', 'inactif', 'actif'],
  ],
  Spanish: [
    ['Nombre', 'FN', 'María José', 'Luis', 'Ana'],
    ['Apellidos', 'LN', 'García López', 'Pérez', 'Ruiz'],
    ['Correo electrónico', 'EMAIL', 'm@x.es', 'l@y.es', 'a@z.mx'],
    ['Teléfono', 'PHONE', '912 34 56 78', '', ''],
    ['Móvil', 'PHONE', '612 34 56 78', '612345678', '55 1234 5678'],
    ['Código postal', 'ZIP', '28013', '08001', '06000'],
    ['Localidad', 'CT', 'Madrid', 'Barcelona', 'Ciudad de México'],
    ['Provincia', 'ST', 'Madrid', 'Barcelona', 'CDMX'],
    ['País', 'COUNTRY', 'España', 'Spain', 'México'],
    ['Fecha de nacimiento', 'DOB', '05/03/1985', '31/12/1990', ''],
    ['Género', 'GEN', 'Mujer', 'Hombre', 'Mujer'],
    ['Estado', '', 'Activo', 'Pendiente', 'Activo'],
    ['Estado civil', '', 'Soltera', 'Casado', 'Casada'],
    ['Fecha de alta', '', '05/03/2015', '31/12/2019', ''],
  ],
  'Spanish, Mexico': [
    ['Nombres', 'FN', 'María José', 'Luis', 'Ana'],
    ['Apellido paterno', 'LN', 'García', 'Pérez', 'Ruiz'],
    ['Apellido materno', '', 'López', 'Soto', 'Díaz'],
    ['Celular', 'PHONE', '55 1234 5678', '(55) 1234-5678', ''],
    ['Ciudad', 'CT', 'Monterrey', 'Puebla', 'Mérida'],
    ['Estado', 'ST', 'Nuevo León', 'Puebla', 'Yucatán'],
  ],
  Italian: [
    ['Codice cliente', 'EXTERN_ID', '1', '2', '3'],
    ['Nome', 'FN', 'Anna Maria', 'Luca', 'Niccolò'],
    ['Cognome', 'LN', 'De Luca', 'Rossi', 'Bianchi'],
    ['Indirizzo e-mail', 'EMAIL', 'a@x.it', 'l@y.it', ''],
    ['Cellulare', 'PHONE', '347 1234567', '3471234567', ''],
    ['Telefono', 'PHONE', '02 1234567', '', ''],
    ['CAP', 'ZIP', '20121', '00184', '50122'],
    ['Comune', 'CT', 'Milano', 'Roma', 'Firenze'],
    ['Provincia', 'ST', 'MI', 'RM', 'FI'],
    ['Regione', '', 'Lombardia', 'Lazio', 'Toscana'],
    ['Nazione', 'COUNTRY', 'Italia', 'Italia', 'IT'],
    ['Data di nascita', 'DOB', '05/03/1985', '31/12/1990', ''],
    ['Luogo di nascita', '', 'Milano', 'Roma', ''],
    ['Sesso', 'GEN', 'F', 'M', 'M'],
    ['Stato', '', 'Attivo', 'In attesa', 'Annullato'],
  ],
  'Portuguese, Brazil': [
    ['Nome', 'FN', 'Ana Clara', 'João', 'Bia'],
    ['Sobrenome', 'LN', 'da Silva', 'Souza', 'Lima'],
    ['Apelido', '', 'Aninha', 'Jô', ''],
    ['E-mail', 'EMAIL', 'a@x.br', 'j@y.br', ''],
    ['Celular', 'PHONE', '(11) 91234-5678', '11912345678', ''],
    ['CEP', 'ZIP', '01310-100', '20040002', ''],
    ['Cidade', 'CT', 'São Paulo', 'Rio de Janeiro', ''],
    ['UF', 'ST', 'SP', 'RJ', 'MG'],
    ['País', 'COUNTRY', 'Brasil', 'Brasil', 'Portugal'],
    ['Data de nascimento', 'DOB', '05/03/1985', '31/12/1990', ''],
    ['Gênero', 'GEN', 'Feminino', 'Masculino', ''],
    ['Status do pedido', '', 'Pago', 'Enviado', 'Pago'],
    ['CPF', '', '123.456.789-09', '987.654.321-00', ''],
  ],
  'Portuguese, Portugal': [
    ['Nome', 'FN', 'Ana', 'João', 'Rui'],
    ['Apelido', 'LN', 'Silva', 'Sousa', 'Lima'],
    ['Telemóvel', 'PHONE', '912 345 678', '912345678', ''],
    ['Código postal', 'ZIP', '1000-001', '4000-123', ''],
    ['Localidade', 'CT', 'Lisboa', 'Porto', ''],
    ['Correio eletrónico', 'EMAIL', 'a@x.pt', 'j@y.pt', ''],
  ],
  Dutch: [
    ['Klantnummer', 'EXTERN_ID', '1', '2', '3'],
    ['Aanhef', '', 'Dhr.', 'Mevr.', 'Mevrouw'],
    ['Voornaam', 'FN', 'Jan', 'Els', 'Mia'],
    ['Tussenvoegsel', '', 'van der', '', 'de'],
    ['Achternaam', 'LN', 'Berg', 'Bakker', 'Vries'],
    ['E-mailadres', 'EMAIL', 'j@x.nl', 'e@y.nl', ''],
    ['Telefoonnummer', 'PHONE', '020 123 4567', '', ''],
    ['Mobiel', 'PHONE', '06-12345678', '0612345678', ''],
    ['Postcode', 'ZIP', '1012 AB', '3511LX', ''],
    ['Woonplaats', 'CT', 'Amsterdam', "'s-Hertogenbosch", ''],
    ['Provincie', 'ST', 'Noord-Holland', 'Utrecht', ''],
    ['Land', 'COUNTRY', 'Nederland', 'België', ''],
    ['Geboortedatum', 'DOB', '05-03-1985', '31-12-1990', ''],
    ['Geboorteplaats', '', 'Amsterdam', 'Utrecht', ''],
    ['Geslacht', 'GEN', 'Man', 'Vrouw', 'Vrouw'],
  ],
  English: [
    ['Customer No.', 'EXTERN_ID', '1', '2', '3'],
    ['Forename', 'FN', 'Ann', 'Bo', 'Cy'],
    ['Surname', 'LN', 'Smith', "O'Neil", 'Jones'],
    ['E-mail', 'EMAIL', 'a@x.uk', 'b@y.uk', ''],
    ['Mobile No', 'PHONE', '07700 900142', '+44 7700 900143', ''],
    ['Town/City', 'CT', 'Leeds', 'York', ''],
    ['County', '', 'West Yorkshire', 'Kent', ''],
    ['Post Code', 'ZIP', 'LS1 1UR', 'YO1 7HH', ''],
    ['Country', 'COUNTRY', 'England', 'UK', ''],
    ['D.O.B.', 'DOB', '05/03/1985', '31/12/1990', ''],
    ['Sex', 'GEN', 'F', 'M', 'M'],
  ],
};

for (const [language, columns] of Object.entries(files)) {
  test(`${language}: every column finds its key, and no other does`, () => {
    expect(wrong(...columns)).toEqual([]);
  });
}

/** Names alone in a file, with cells that fit: key, cells, then the names. */
const alone: readonly (readonly [key: string, cells: string, names: string])[] = [
  [
    'EMAIL',
    'a@x.com|b@y.com',
    `email|E-Mail|e mail|EmailAddress|email_address|customer_email|Customer E-mail|contact email|Your email|Primary Email|user.email|customer[email]|
    properties.email|Mail|Mailadresse|Adresse électronique|Adresse mail|E-mail du client|Correo|Correo-e|Dirección de correo electrónico|Dirección de email|Email personal|
    Indirizzo email|Posta elettronica|Endereço de e-mail|Correio eletrônico|E-mailadres|Email ID|Kundenemail|Rechnungs-E-Mail|Email (primary)|E-mail (required)|Work Email|
    Email professionnel|Geschäftliche E-Mail|Subscriber email|email1|Email 1|Email / E-mail|📧 Email|Email*|EMAIL ADDRESS`,
  ],
  [
    'PHONE',
    '+1 512 555 0134|+44 7700 900142',
    `phone|Phone #|Phone No.|tel|Tel.|Tel Nr|Telephone Number|mobile|Mobile Phone|Cell|Cell Phone Number|cellphone|GSM|gsm-nummer|WhatsApp Number|
    Telefonnummer|Tel.-Nr.|Rufnummer|Mobilnummer|Handynummer|Festnetz|Telefon privat|N° de téléphone|Numéro de téléphone|Numéro de portable|Tél.|Tél portable|Portable|
    Número de teléfono|Nº de teléfono|Teléfono móvil|Tlf|Celular|Numero di telefono|Cellulare|Recapito telefonico|Telemóvel|Número de telefone|Telefone celular|Telefoon|
    Mobiele telefoon|Mobiel nummer|phone_e164|Billing Phone|Phone (home)|Daytime phone|Contact Number|Customer phone|E.164 phone|primary_phone_number|Home Tel`,
  ],
  [
    'FN',
    'Ann|Bo',
    `First Name|first_name|FirstName|firstname|FNAME|Given Name|Forename|Christian name|Vorname|Kundenvorname|Rufname|Prénom|PRENOM|Prénom(s)|Prénom du client|Primer nombre|
    Nombre de pila|Primeiro nome|Nome próprio|Voornaam|Roepnaam|Contact First Name|Buyer first name|Name (First)|Customer: First name|Vorname / First name`,
  ],
  [
    'LN',
    'Smith|van der Berg',
    `Last Name|last_name|LastName|LNAME|Surname|Family name|Nachname|Familienname|Zuname|Nom de famille|Nom d'usage|Apellido|Apellido(s)|Primer apellido|Cognome|Sobrenome|
    Último nome|Achternaam|Familienaam|Contact Last Name|Name - Last|Nachname (Last name)`,
  ],
  [
    'DOB',
    '1985-03-05|1990-12-31',
    `DOB|D.O.B|date_of_birth|DateOfBirth|Birth date|Birthday|Geburtstag|Geburtsdatum|Geb.-Datum|geb. am|Date de naissance|Né le|Née le|Fecha de nacimiento|F. nacimiento|
    Cumpleaños|Data di nascita|Nato il|Compleanno|Data de nascimento|Data Nasc.|Geboortedatum|Verjaardag|Customer birthday|Date of birth (YYYY-MM-DD)|Geburtsdatum (JJJJ-MM-TT)`,
  ],
  [
    'DOBY',
    '1985|1990.0',
    `Birth Year|year_of_birth|YOB|doby|Geburtsjahr|Année de naissance|Año de nacimiento|Anno di nascita|Ano de nascimento|Geboortejaar`,
  ],
  [
    'DOBM',
    '3|12',
    `Birth month|dobm|Geburtsmonat|Mois de naissance|Mes de nacimiento|Mese di nascita|Mês de nascimento|Geboortemaand`,
  ],
  [
    'GEN',
    'female|M',
    'Gender|Sex|Geschlecht|Anrede|Sexe|Genre|Civilité|Titre de civilité|Social title|Sexo|Género|Gênero|Sesso|Geslacht|Aanhef|Title|Salutation|Tratamiento',
  ],
  [
    'CT',
    'Paris|London',
    `City|Town|city_name|Home City|Ort|Stadt|Wohnort|Rechnungsort|Lieferort|Ville|Ville de facturation|Commune|Localité|Ciudad|Localidad|Municipio|Población|Città|Comune|Località|Cidade|
    Plaats|Woonplaats|Stad|Address: City|billing_address.city|Adresse - Ville|Kunden-Ort|addresses[0].city|Mailing City|Bill-to City|Sold To City`,
  ],
  [
    'ST',
    'California|TX',
    `State|Province|province_code|State/Province|State / Region|State Code|US State|Region|Bundesland|Kanton|Provincia|Estado|Provincia de envío|Regione|UF|Provincie|Billing State|Région`,
  ],
  [
    'ZIP',
    '10115|75001',
    `ZIP|Zip Code|zipcode|Postal code|postal_code|Post code|Postcode|ZIP / Postal Code|Postal/Zip Code|PLZ|Postleitzahl|Code postal|CP|Código postal|C.P.|CAP|CEP|Billing ZIP|Kunden-PLZ|
    Codice postale|Mailing Zip/Postal Code|ZIP (Billing)`,
  ],
  [
    'COUNTRY',
    'Germany|FR',
    `Country|country_code|Country Code|Country/Region|Country Name|Land|Ländercode|Pays|Code pays|Pays de résidence|País|Paese|Nazione|CC|Landcode|Country of residence|Billing Country|
    Rechnungsland|Shipping country|ISO Country Code`,
  ],
  [
    'MADID',
    '38400000-8cf0-11bd-b23e-10b96e40000d|aebe52e703ee455ab3c4e57283966239',
    'madid|MAID|IDFA|AAID|GAID|gps_adid|adid|Advertising ID|Mobile Advertiser ID|mobile_ad_id|Google Advertising ID|device_id|IDFA/GAID',
  ],
  [
    'EXTERN_ID',
    'A-1|A-2|A-3',
    `extern_id|External ID|externalId|Customer ID|customer_id|CustomerID|Customer Number|Customer #|Client ID|User ID|userid|Contact ID|Member ID|Membership number|Subscriber ID|CRM ID|
    Kundennummer|Kunden-Nr.|Kd.-Nr.|Kundennr|KundenID|Mitgliedsnummer|N° client|Nº de cliente|Numéro client|Code client|id_client|ID cliente|Código de cliente|Codice cliente|Número de cliente|Klantnummer|
    Klant-ID|Person ID|Profile ID|Shopify Customer ID|Subscriber Key`,
  ],
  [
    'LOOKALIKE_VALUE',
    '12.50|€ 1.200,00',
    'value|LTV|CLV|Lifetime Value|customer_lifetime_value|Customer value|lookalike_value|Kundenwert|Valeur client',
  ],
];

for (const [key, cells, names] of alone) {
  test(`${key} is found under its many names`, () => {
    const missed = names.split('|').flatMap((name) => wrong([name.trim(), key, ...cells.split('|')]));
    expect(missed).toEqual([]);
  });
}
