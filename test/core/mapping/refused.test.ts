import { expect, test } from 'vitest';

import { wrong } from './fixture.ts';

/** Names that must find no key, by the cells that tempt to it. */
const refused: readonly (readonly [why: string, cells: string, names: string])[] = [
  [
    "an address that is not the customer's",
    'paul@agency.com|eva@agency.com|kim@agency.com',
    `Owner Email|Contact owner email|Attorney email|Nurse email|Landlord email|Instructor email|Employer|HubSpot Owner Email|Lead Owner Email|Sales Rep Email|Sales Person|Salesperson|Salesperson Email|Account Manager Email|Account Executive|Assigned to|Assignee|Assigned User Email|
     Vendor Email|Seller Email|Merchant email|Store Email|Shop e-mail|Supplier Email|Agent Email|Referrer Email|Referred by|Referral email|Manager|Manager Email|Partner Email|Created By|Created by email|
     Last modified by|Updated By|Staff Email|Employee Email|Advisor|Sender|From Email|From|Reply-To|Sent by|Company Email|Support Email|CSM|Emergency contact email|Parent email|Friend's email|Gift recipient email|
     Organizer Email|Host email|Reviewer|E-Mail Verkäufer|Verkäufer|Vertriebsmitarbeiter|Betreuer E-Mail|Kundenbetreuer|Ansprechpartner E-Mail|Bearbeiter|Mitarbeiter-E-Mail|Filiale E-Mail|Inhaber|Absender|
     E-mail du vendeur|Vendeur|Commercial|E-mail commercial|Conseiller|Email du conseiller|Responsable|Propriétaire du contact|Email magasin|Boutique|Créé par|Parrain|Fournisseur|Email société|
     Vendedor|Email del vendedor|Correo del vendedor|Comercial|Propietario|Asignado a|Tienda|Agente|Correo del asesor|Venditore|Email venditore|Negozio|Responsabile|Agente email|Vendedor responsável|
     Email do vendedor|Loja|Proprietário|Verkoper|Verkoper e-mail|Eigenaar|Accountmanager|Medewerker|Winkel|Relatiebeheerder medewerker|Coach|Booking agent|Closer sales|Owner.email|Deal owner`,
  ],
  [
    'a fact about e-mail',
    'yes|no|yes',
    `Email opt-in|Email Opt In|Accepts Email Marketing|Email consent|Email status|Email verified|Email bounced|Is email valid|Email template|Email type|Email format|Email frequency|Email opt out|
     Newsletter|Email list|E-Mail-Einwilligung|E-Mail Status|Consentement email|Opt-in e-mail|Statut email|Consentimiento email|Consenso email|Consentimento e-mail|Email|E-mail|Mail|Email Address|SMS|WhatsApp|
     Mobile|Phone|Telefon|Portable|Cell|Phone verified|Phone opt-in|Do not call|SMS consent`,
  ],
  ['a fact about e-mail', 'x.com|y.es|z.ca', 'Email Domain|Email|Domain|Email provider|Email host'],
  [
    'a fact about phones',
    'mobile|landline|mobile',
    'Phone type|Phone 1 - Label|Phone carrier|Mobile operator|Phone brand|Phone|Handy|Preferred phone',
  ],
  [
    "a phone that is not the customer's",
    '+1 512 555 0134|+44 7700 900142|+33 6 12 34 56 78',
    'Fax|Fax Number|Faxnummer|Télécopie|Company Phone|Company Main Phone|Store Phone|Shop phone|Owner Phone|Agent phone|Sales Rep Phone|Emergency phone|Emergency contact|Assistant Phone|Vendor Phone|Manager Mobile|Firma Telefon|Téléphone société|Teléfono empresa|Telefono azienda|Telefone da empresa|Telefoon winkel|Hotline|Support number|Spouse phone|Referrer phone|Caller ID',
  ],
  [
    'part of a phone number',
    '512|207|612',
    'Area code|Phone ext|Phone Extension|Ext.|Vorwahl|Indicatif|Phone area code|Country calling code|Dial code|Phone country code|Ländervorwahl|Prefijo',
  ],
  ['part of a phone number', '+1|+44|+33', 'Country Code|Country calling code|Phone prefix|Phone Country Code'],
  [
    'a name of something else',
    'Blue Shirt|Red Hat|Green Sock',
    `Name|Product Name|Item Name|Company Name|Account Name|Event Name|Campaign Name|List Name|File Name|Display Name|Store name|Organization Name|Business name|Brand name|Ad Name|Plan name|Group name|Project Name|Produktname|Firmenname|Nom du produit|Nom de l'entreprise|Nombre de la empresa|Nombre del producto|Nome prodotto|Nome azienda|Nome do produto|Productnaam|Bedrijfsnaam|Lineitem name|Discount Name|Domain name|Host name`,
  ],
  [
    'a name that is not the first or the last',
    'Ann|Bo|Cy',
    `User Name|Username|Display Name|Middle Name|Maiden Name|Nickname|Second name|Geburtsname|Nom de jeune fille|Nom de naissance|Segundo nombre|Segundo apellido|Apellido materno|Nombre de usuario|Nom d'utilisateur|Nome utente|Gebruikersnaam|Benutzername|Mother's maiden name|Father name|Spouse First Name|Owner First Name|Agent last name|Sales Rep First Name|Referrer first name|Vorname Ansprechpartner Firma|Pet name|Baby first name|Contact owner|Phonetic First Name|First name of partner|Tussenvoegsel|Initials`,
  ],
  [
    'a full name',
    'Ann Smith|Luis García|Mei Chen',
    'Name|Full Name|Customer Name|Contact Name|Billing Name|Shipping Name|Nom|Nom complet|Nom et prénom|Vor- und Nachname|Vollständiger Name|Kundenname|Nombre|Nombre completo|Nombre y apellidos|Nome|Nome completo|Nome e cognome|Nominativo|Naam|Volledige naam|Card Name|First and Last Name|First/Last Name|Client',
  ],
  [
    'an order number',
    '#1001|#1002|#1003',
    'Name|Nom|Nombre|Nome|First Name|Last Name|City|Order|Order Name|Order Number',
  ],
  [
    'a status',
    'active|pending|cancelled',
    'State|Status|Order Status|Order State|State of order|Account State|Estado|Estado del pedido|Stato|Stato ordine|Statut|Zustand|Region|Province|Country|Land|City|Subscription state|Customer State|Payment status|Estado do pedido|Status pedido',
  ],
  ['a status', 'Pagado|En proceso|Enviado', 'Estado|State|Estado pedido'],
  ['a status', 'In attesa|Spedito|Annullato', 'Stato|Stato spedizione'],
  ['a status', 'En attente|Livré|Annulé', 'State|État|Statut commande'],
  ['a status', 'in Bearbeitung|Versendet|Storniert', 'State|Staat|Bestellstatus'],
  ['a sales region', 'EMEA|APAC|North America', 'Region|Sales Region|Territory|Market|Région|Regione'],
  ['a department of a company', 'Marketing|Sales|Finance', 'Department|Département|Departamento|Abteilung'],
  [
    'a sign-up or order date',
    '2021-03-05|2022-12-31|2019-01-01',
    `Created at|Create Date|Signup date|Sign-up Date|Registered|Registration date|Last order date|First order|Updated at|Anniversary|Expiry date|Expiration|Date|Date added|Customer since|Member Since|Joined|Birthday|DOB|Date of birth|Geburtsdatum|Date de naissance|Subscription date|Last login|Erstellt am|Registrierungsdatum|Kunde seit|Bestelldatum|Date de création|Date d'inscription|Date de commande|Dernier achat|Fecha|Fecha de alta|Fecha de registro|Fecha de compra|Data di registrazione|Data ordine|Data de cadastro|Data da compra|Aanmaakdatum|Inschrijfdatum|Besteldatum|Wedding anniversary|Birthday wish sent|Next birthday`,
  ],
  [
    'an old date that is no birth date',
    '1975-03-05|1990-12-31|1988-01-01',
    `Date|Anniversary|Aniversario|Hire date|Founded|Start date|Company founded|Date of marriage|Child's date of birth|Child DOB|Baby birthday|Pet birthday|Spouse birthday|Partner DOB|Due date|Date of death|Confirmed on|Record date|Fecha|Data|Datum|Membership start`,
  ],
  [
    'a day without a year',
    '03/05|12/31|07/04',
    'Birthday|Date of birth|Birthday (MM/DD)|Geburtstag|Anniversaire|Cumpleaños',
  ],
  [
    'text about birth',
    'Paris|Madrid|London',
    'Birthplace|Place of birth|Birth City|City of birth|Geburtsort|Lieu de naissance|Lugar de nacimiento|Luogo di nascita|Local de nascimento|Geboorteplaats|Birthday|Date of birth|City pair|Store City|Shop city|Company City|IP City|Ship from city|Origin city|Venue city|Office location|Event city|Business City|Filiale Ort|Ville du magasin|Ciudad de la tienda|Destination',
  ],
  ["a card's expiry", '8|12|3', 'Card Exp Month|Exp Month|Expiry month|Month|Mes|Monat|Mois|Birthday|Day|Jour'],
  [
    "a card's expiry",
    '2027|2028|2026',
    'Card Exp Year|Exp Year|Expiry Year|Year|Birth year|Jahr|Année|Model year|Zip code year',
  ],
  ["a card's expiry", '08/27|12/28|03/26', 'Card Expiry|Expiry|Valid until|Birthday|DOB|Expiration Date|Ablaufdatum'],
  [
    'the id of something else',
    '1001|1002|1003',
    `ID|Id|Order ID|Order Number|Shop ID|Store ID|Ad ID|ad_id|Adset ID|Campaign ID|Form ID|Product ID|Transaction ID|Session ID|Account ID|Account Number|Company ID|Group ID|List ID|Record ID|Lead source|Invoice Number|Rechnungsnummer|Bestellnummer|Auftragsnummer|Numéro de commande|N° commande|N° facture|Número de pedido|Numero ordine|Número do pedido|Bestelnummer|Ordernummer|Factuurnummer|SKU|Artikelnummer|Referencia|Référence|Ticket Number|Tracking Number|uid|Page ID|Pixel ID|Business ID|Owner ID|Agent ID|Vendor ID|Affiliate ID|Website ID|Device ID|Customer Group ID|Customer Order ID|Parent Customer ID|External Order ID|Event ID|Segment ID|Number|Nummer|Kontonummer|Steuernummer|VAT Number|Phone ID|Customer Type ID|id_shop|shop_customer_count`,
  ],
  ["an agency's or a shop's own id", '4711|4711|4711', 'Client ID|Customer ID|External ID|User ID'],
  ['a person by e-mail or phone where an id belongs', 'a@x.com|b@y.com|c@z.com', 'Owner ID'],
  [
    'a phone where an id belongs',
    '+1 512-555-0134|+44 7700 900142|(416) 555-0134',
    'Customer ID|External ID|User ID|Member ID|Subscriber Key',
  ],
  [
    'an id that is no advertising id',
    '3f2b9c10-8cf0-41bd-b23e-10b96e40000d|aece52e7-03ee-455a-b3c4-e57283966239|bece52e7-03ee-455a-b3c4-e57283966239',
    'ID|Order ID|Session ID|UUID|GUID|Ad ID|Event ID|Transaction ID|Visitor ID|Request ID|Token',
  ],
  [
    'an amount',
    '120.50|33.00|1200.00',
    `Total|Total Spent|Order value|Order Total|Amount|Revenue|Price|Balance|Average Order Value|Cart Value|Deal Value|Contract value|Subtotal|Betrag|Umsatz|Gesamtsumme|Montant|Total dépensé|Importe|Importo|Valor do pedido|Bedrag|Store credit|Discount value|Phone|Mobile|ZIP|CAP|Value at risk|Insurance value|Score|Lead Score|Points|Phone bill|Declared value`,
  ],
  [
    'a language or a currency',
    'en|fr|de',
    'Language|Locale|Sprache|Langue|Idioma|Lingua|Taal|Preferred Language|Country language|State language',
  ],
  ['a language or a currency', 'EUR|USD|GBP', 'Currency|Währung|Devise|Country currency|Moneda|Valuta|Country'],
  [
    'somewhere else',
    'US|FR|DE',
    'IP Country|Ship from country|Country of origin|Country of birth|Card Issue Country|Store Country|Company Country|Nationality|Nationalität|Nationalité|Origin Country|Manufacturer country|Bank country|Tax country|Website country|Geburtsland|Herkunftsland|Pays de naissance|Phone country|Market',
  ],
  [
    'a file, not a postcode',
    '10115|75001|94103',
    'Zip file|Zip_url|Store Zip|Company ZIP|Shop Postcode|Card AVS Zip Status|Area|Postal box|Code|Code promo|PIN|Zip+4 suffix|Warehouse zip|PLZ Filiale|CP magasin|Population',
  ],
  ['no gender', 'CEO|Manager|Buyer', 'Title|Titel|Titre|Job Title|Titolo|Prefix|Gender|Civilité'],
  ['no gender', 'Rock|Jazz|Pop', 'Genre|Music genre|Genere|Gen|Género'],
  ['an age', '34|57|21', 'Age|Alter|Âge|Edad|Età|Idade|Leeftijd|Age group|Year of birth range'],
  [
    'a street',
    '12 Main St|34 High Street|5 Rue X',
    'St|Street|Address|Address Line 1|State|Straße|Rue|Dirección|Via|Rua|Straat|Billing Address1|Location',
  ],
  ['network and device', '192.168.10.12|10.10.10.10|172.16.100.1', 'IP|IP Address|OPTIN_IP|Phone|User agent|Client IP'],
];

for (const [why, cells, names] of refused) {
  test(`${why} (${cells}) is mapped to nothing`, () => {
    const hits = names.split('|').flatMap((name) => wrong([name.trim(), '', ...cells.split('|')]));
    expect(hits).toEqual([]);
  });
}

test('the list of refused names stays long', () => {
  expect(refused.flatMap(([, , names]) => names.split('|')).length).toBeGreaterThan(300);
});
