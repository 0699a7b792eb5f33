import { expect, test } from 'vitest';

import { none, wrong } from './fixture.ts';
import type { FixtureColumn } from './fixture.ts';

const files: Record<string, readonly FixtureColumn[]> = {
  'Meta template': [
    ['email', 'EMAIL', 'ann@x.com', 'li@y.fr', 'bo@z.de'],
    ['email', 'EMAIL', 'ann2@x.com', '', ''],
    ['email', 'EMAIL', '', '', ''],
    ['phone', 'PHONE', '1-202-555-0134', '33612345678', '491701234567'],
    ['phone', 'PHONE', '', '33698765432', ''],
    ['phone', 'PHONE'],
    ['madid', 'MADID', 'aece52e7-03ee-455a-b3c4-e57283966239', 'BEBE52E7-03EE-455A-B3C4-E57283966239', ''],
    ['fn', 'FN', 'Ann', 'Li', 'Bo'],
    ['ln', 'LN', 'Smith', 'Martin', 'Berg'],
    ['zip', 'ZIP', '94104', '75001', '10115'],
    ['ct', 'CT', 'Menlo Park', 'Paris', 'Berlin'],
    ['st', 'ST', 'CA', 'Île-de-France', 'Berlin'],
    ['country', 'COUNTRY', 'US', 'FR', 'DE'],
    ['dob', 'DOB', '07/21/1968', '1985-03-05', '01/30/1999'],
    ['doby', '', '1968', '1985', '1999'],
    ['gen', 'GEN', 'F', 'M', 'M'],
    ['age', '', '57', '40', '26'],
    ['uid', '', '1234567890', '9876543210', '1122334455'],
    ['value', 'LOOKALIKE_VALUE', '12.50', '0', '1999'],
  ],
  'Shopify customers': [
    ['Customer ID', 'EXTERN_ID', "'7012345678901", "'7012345678902", "'7012345678903"],
    ['First Name', 'FN', 'Ann', 'Luis', 'Mei'],
    ['Last Name', 'LN', 'Smith', 'García', 'Chen'],
    ['Email', 'EMAIL', 'ann@x.com', 'luis@y.es', ''],
    ['Accepts Email Marketing', '', 'yes', 'no', 'yes'],
    ['Default Address Company', '', 'Acme', '', ''],
    ['Default Address Address1', '', '12 Main St', 'Calle Mayor 3', '1 Queen St'],
    ['Default Address Address2', '', 'Apt 4', '', ''],
    ['Default Address City', 'CT', 'Austin', 'Madrid', 'Toronto'],
    ['Default Address Province Code', 'ST', 'TX', 'M', 'ON'],
    ['Default Address Country Code', 'COUNTRY', 'US', 'ES', 'CA'],
    ['Default Address Zip', 'ZIP', "'78701", "'28013", 'M5H 2N2'],
    ['Default Address Phone', 'PHONE', "'+15125550134", '', ''],
    ['Phone', 'PHONE', "'+15125550134", "'+34612345678", ''],
    ['Accepts SMS Marketing', '', 'no', 'no', 'no'],
    ['Total Spent', '', '120.50', '0.00', '88.10'],
    ['Total Orders', '', '3', '0', '1'],
    ['Note', '', 'call ann@x.com', '', ''],
    ['Tax Exempt', '', 'no', 'no', 'no'],
    ['Tags', '', 'VIP', '', 'newsletter'],
  ],
  'Shopify orders': [
    ['Name', '', '#1001', '#1002', '#1003'],
    ['Email', 'EMAIL', 'ann@x.com', 'luis@y.es', 'mei@z.ca'],
    ...none(`Financial Status|paid|pending|refunded
      Paid at|2025-01-05 10:00:00 +0100||2025-01-07 10:00:00 +0100
      Fulfillment Status|fulfilled|unfulfilled|fulfilled
      Accepts Marketing|yes|no|yes
      Currency|EUR|USD|CAD
      Subtotal|12.00|14.00|15.00
      Total|14.50|14.00|15.00
      Discount Code|WELCOME|| 
      Shipping Method|Standard|Express|Standard
      Created at|2025-01-05 10:00:00 +0100|2025-01-06 10:00:00 +0100|2025-01-07 10:00:00 +0100
      Lineitem quantity|1|2|1
      Lineitem name|Blue Shirt|Red Hat|Green Sock
      Lineitem sku|BS-1|RH-1|GS-1
      Billing Name|Ann Smith|Luis García|Mei Chen
      Billing Street|12 Main St|Calle Mayor 3|1 Queen St
      Billing Address1|12 Main St|Calle Mayor 3|1 Queen St
      Billing Company|Acme||`),
    ['Billing City', 'CT', 'Austin', 'Madrid', 'Toronto'],
    ['Billing Zip', 'ZIP', "'78701", "'28013", 'M5H 2N2'],
    ['Billing Province', 'ST', 'TX', 'M', 'ON'],
    ['Billing Country', 'COUNTRY', 'US', 'ES', 'CA'],
    ['Billing Phone', 'PHONE', '+1 512-555-0134', '', ''],
    ...none(`Shipping Name|Ann Smith|Luis García|Mei Chen
      Shipping City|Austin|Madrid|Toronto
      Shipping Zip|'78701|'28013|M5H 2N2
      Shipping Province|TX|M|ON
      Shipping Country|US|ES|CA`),
    ['Shipping Phone', 'PHONE', '+1 512-555-0134', '', ''],
    ...none(`Notes|leave at door||
      Cancelled at|||
      Payment Method|Visa|PayPal|Visa
      Payment Reference|c123.1|c124.1|c125.1
      Vendor|Acme|Acme|Other
      Outstanding Balance|0.00|0.00|0.00
      Employee|||
      Location|||
      Device ID|123||
      Id|5812345678901|5812345678902|5812345678903
      Tags|||
      Risk Level|Low|Low|Low
      Source|web|web|pos
      Tax 1 Name|VAT 20%|VAT 21%|
      Receipt Number|||`),
    ['Phone', 'PHONE', '+15125550134', '', ''],
    ...none(`Duties|||
      Billing Province Name|Texas|Madrid|Ontario
      Shipping Province Name|Texas|Madrid|Ontario
      Payment ID|abc|def|ghi
      Payment Terms Name|||
      Next Payment Due At|||`),
  ],
  WooCommerce: [
    ['order_id', '', '501', '502', '503'],
    ['order_number', '', '501', '502', '503'],
    ['order_date', '', '2025-01-05 10:00', '2025-01-06 10:00', '2025-01-07 10:00'],
    ['status', '', 'completed', 'processing', 'on-hold'],
    ['customer_user', '', '12', '0', '14'],
    ['order_total', '', '12.00', '33.50', '8.00'],
    ['order_currency', '', 'EUR', 'EUR', 'GBP'],
    ['billing_first_name', 'FN', 'Ann', 'Luis', 'Mei'],
    ['billing_last_name', 'LN', 'Smith', 'García', 'Chen'],
    ['billing_company', '', '', 'Acme', ''],
    ['billing_email', 'EMAIL', 'ann@x.com', 'luis@y.es', 'mei@z.ca'],
    ['billing_phone', 'PHONE', '020 7946 0018', '612 34 56 78', '(416) 555-0134'],
    ['billing_address_1', '', '1 High St', 'Calle Mayor 3', '1 Queen St'],
    ['billing_postcode', 'ZIP', 'SW1A 1AA', '28013', 'M5H 2N2'],
    ['billing_city', 'CT', 'London', 'Madrid', 'Toronto'],
    ['billing_state', 'ST', '', 'M', 'ON'],
    ['billing_country', 'COUNTRY', 'GB', 'ES', 'CA'],
    ['shipping_first_name', '', 'Ann', 'Luis', 'Mei'],
    ['shipping_last_name', '', 'Smith', 'García', 'Chen'],
    ['shipping_city', '', 'London', 'Madrid', 'Toronto'],
    ['shipping_state', '', '', 'M', 'ON'],
    ['shipping_postcode', '', 'SW1A 1AA', '28013', 'M5H 2N2'],
    ['shipping_country', '', 'GB', 'ES', 'CA'],
    ['shipping_method', '', 'Flat rate', 'Flat rate', 'Pickup'],
    ['order_key', '', 'wc_order_a', 'wc_order_b', 'wc_order_c'],
  ],
  'WooCommerce order export, advanced': [
    ['Order Number', '', '501', '502'],
    ['Order Status', '', 'Completed', 'Processing'],
    ['Customer Note', '', '', ''],
    ['First Name (Billing)', 'FN', 'Ann', 'Luis'],
    ['Last Name (Billing)', 'LN', 'Smith', 'García'],
    ['Company (Billing)', '', '', ''],
    ['Address 1&2 (Billing)', '', '1 High St', 'Calle Mayor 3'],
    ['City (Billing)', 'CT', 'London', 'Madrid'],
    ['State Code (Billing)', 'ST', '', 'M'],
    ['Postcode (Billing)', 'ZIP', 'SW1A 1AA', '28013'],
    ['Country Code (Billing)', 'COUNTRY', 'GB', 'ES'],
    ['Email (Billing)', 'EMAIL', 'ann@x.com', 'luis@y.es'],
    ['Phone (Billing)', 'PHONE', '020 7946 0018', '612 34 56 78'],
    ['First Name (Shipping)', '', 'Ann', 'Luis'],
    ['Country Code (Shipping)', '', 'GB', 'ES'],
    ['Item Name', '', 'Shirt', 'Hat'],
    ['Customer User ID', 'EXTERN_ID', '12', '14'],
  ],
  'Stripe customers': [
    ['id', 'EXTERN_ID', 'cus_NffrFeUfNV2Hib', 'cus_NffrFeUfNV2Hic', 'cus_NffrFeUfNV2Hid'],
    ['Description', '', 'Ann at Acme', '', ''],
    ['Email', 'EMAIL', 'ann@x.com', 'luis@y.es', 'mei@z.ca'],
    ['Name', '', 'Ann Smith', 'Luis García', 'Mei Chen'],
    ['Created (UTC)', '', '2025-01-05 10:00', '2025-01-06 10:00', '2024-01-06 10:00'],
    ...none(`Delinquent|false|false|true
      Card ID|card_1|card_2|card_3
      Card Last4|4242|4444|1881
      Card Brand|Visa|Visa|MasterCard
      Card Funding|credit|debit|credit
      Card Exp Month|8|12|3
      Card Exp Year|2027|2028|2026
      Card Name|Ann Smith|Luis García|Mei Chen
      Card Address Line1|12 Main St|Calle Mayor 3|1 Queen St`),
    ['Card Address City', 'CT', 'Austin', 'Madrid', 'Toronto'],
    ['Card Address State', 'ST', 'TX', 'Madrid', 'ON'],
    ['Card Address Country', 'COUNTRY', 'US', 'ES', 'CA'],
    ['Card Address Zip', 'ZIP', '78701', '28013', 'M5H 2N2'],
    ...none(`Card Issue Country|US|ES|CA
      Card Fingerprint|abc|def|ghi
      Card CVC Status|pass|pass|fail
      Card AVS Zip Status|pass|pass|fail
      Status|active|canceled|active
      Account Balance|0.00|0.00|0.00
      Currency|usd|eur|cad
      Total Spend|120.00|30.00|5.00
      Payment Count|3|1|1
      Business Vat ID||ESB1234|`),
  ],
  'PrestaShop customers, French': [
    ['ID', 'EXTERN_ID', '1', '2', '3'],
    ['Titre de civilité', 'GEN', 'M.', 'Mme', 'M.'],
    ['Prénom', 'FN', 'Jean', 'Zoé', 'Luc'],
    ['Nom', 'LN', 'Martin', 'Durand', 'Petit'],
    ['Adresse e-mail', 'EMAIL', 'jean@x.fr', 'zoe@y.fr', 'luc@z.fr'],
    ['Date de naissance', 'DOB', '1985-03-05', '1990-12-31', '0000-00-00'],
    ['Ventes', '', '120,50 €', '', '88,00 €'],
    ['Activé', '', '1', '1', '0'],
    ['Newsletter', '', '1', '0', '0'],
    ['Offres partenaires', '', '0', '0', '0'],
    ['Inscription', '', '2019-03-05', '2020-12-31', '2021-01-01'],
    ['Dernière visite', '', '2025-03-05', '2025-12-31', ''],
    ['Boutique', '', 'Paris', 'Lyon', 'Paris'],
    ['Shop ID', '', '1', '1', '1'],
  ],
  'PrestaShop SQL': [
    ['id_customer', 'EXTERN_ID', '1', '2', '3'],
    ['id_shop', '', '1', '1', '1'],
    ['id_gender', '', '1', '2', '1'],
    ['id_default_group', '', '3', '3', '3'],
    ['id_lang', '', '1', '1', '1'],
    ['firstname', 'FN', 'Jean', 'Zoé', 'Luc'],
    ['lastname', 'LN', 'Martin', 'Durand', 'Petit'],
    ['email', 'EMAIL', 'jean@x.fr', 'zoe@y.fr', 'luc@z.fr'],
    ['birthday', 'DOB', '1985-03-05', '1990-12-31', '0000-00-00'],
    ['optin', '', '1', '0', '0'],
    ['date_add', '', '2019-03-05', '2020-12-31', '2021-01-01'],
    ['id_country', '', '8', '8', '8'],
    ['phone_mobile', 'PHONE', '0612345678', '0698765432', ''],
    ['postcode', 'ZIP', '75001', '69001', '13001'],
    ['city', 'CT', 'Paris', 'Lyon', 'Marseille'],
  ],
  Magento: [
    ['email', 'EMAIL', 'ann@x.com', 'luis@y.es'],
    ['_website', '', 'base', 'base'],
    ['_store', '', 'default', 'default'],
    ['created_at', '', '2019-03-05 10:00:00', '2020-12-31 10:00:00'],
    ['created_in', '', 'Default Store View', 'Default Store View'],
    ['dob', 'DOB', '1985-03-05 00:00:00', '1990-12-31 00:00:00'],
    ['firstname', 'FN', 'Ann', 'Luis'],
    ['gender', 'GEN', 'Female', 'Male'],
    ['group_id', '', '1', '1'],
    ['lastname', 'LN', 'Smith', 'García'],
    ['middlename', '', 'B', ''],
    ['prefix', '', '', ''],
    ['store_id', '', '1', '1'],
    ['website_id', '', '1', '1'],
    ['taxvat', '', '', 'ES12345678'],
    ['_address_city', 'CT', 'Austin', 'Madrid'],
    ['_address_country_id', 'COUNTRY', 'US', 'ES'],
    ['_address_fax', '', '5125550134', ''],
    ['_address_firstname', '', 'Ann', 'Luis'],
    ['_address_postcode', 'ZIP', '78701', '28013'],
    ['_address_region', 'ST', 'Texas', 'Madrid'],
    ['_address_telephone', 'PHONE', '512-555-0134', '612345678'],
    ['_address_vat_id', '', '', ''],
  ],
  'Magento grid': [
    ['ID', '', '1', '2'],
    ['Name', '', 'Ann Smith', 'Luis García'],
    ['Email', 'EMAIL', 'ann@x.com', 'luis@y.es'],
    ['Group', '', 'General', 'General'],
    ['Phone', 'PHONE', '512-555-0134', '612345678'],
    ['ZIP', 'ZIP', '78701', '28013'],
    ['Country', 'COUNTRY', 'United States', 'Spain'],
    ['State/Province', 'ST', 'Texas', 'Madrid'],
    ['Customer Since', '', 'Mar 5, 2019', 'Dec 31, 2020'],
    ['Confirmed email', '', 'Confirmation Not Required', 'Confirmed'],
    ['Account Created in', '', 'Default Store View', 'Default Store View'],
    ['Date of Birth', 'DOB', 'Mar 5, 1985', 'Dec 31, 1990'],
    ['Tax VAT Number', '', '', ''],
    ['Gender', 'GEN', 'Female', 'Male'],
    ['Billing Firstname', 'FN', 'Ann', 'Luis'],
    ['Billing Lastname', 'LN', 'Smith', 'García'],
  ],
  BigCommerce: [
    ['Customer ID', 'EXTERN_ID', '11', '12'],
    ['First Name', 'FN', 'Ann', 'Luis'],
    ['Last Name', 'LN', 'Smith', 'García'],
    ['Company', '', '', 'Acme'],
    ['Email', 'EMAIL', 'ann@x.com', 'luis@y.es'],
    ['Phone', 'PHONE', '512-555-0134', '612345678'],
    ['Store Credit', '', '0', '0'],
    ['Customer Group', '', '', 'Wholesale'],
    ['Date Joined', '', '03/05/2019', '12/31/2020'],
    ['Address ID - 1', '', '7', '8'],
    ['Address First Name - 1', '', 'Ann', 'Luis'],
    ['Address City - 1', 'CT', 'Austin', 'Madrid'],
    ['Address State - 1', 'ST', 'Texas', 'Madrid'],
    ['Address Zip - 1', 'ZIP', '78701', '28013'],
    ['Address Country - 1', 'COUNTRY', 'United States', 'Spain'],
    ['Address Phone - 1', 'PHONE', '512-555-0134', ''],
    ['Address City - 2', '', 'Dallas', ''],
    ['Tax Exempt Category', '', '', ''],
  ],
  Lightspeed: [
    ['customer_code', 'EXTERN_ID', 'ann-2XY', 'luis-8KK'],
    ['first_name', 'FN', 'Ann', 'Luis'],
    ['last_name', 'LN', 'Smith', 'García'],
    ['company_name', '', '', 'Acme'],
    ['customer_group', '', 'All Customers', 'All Customers'],
    ['email', 'EMAIL', 'ann@x.com', 'luis@y.es'],
    ['phone', 'PHONE', '512-555-0134', ''],
    ['mobile', 'PHONE', '', '612 345 678'],
    ['fax', '', '', ''],
    ['website', '', '', ''],
    ['date_of_birth', 'DOB', '1985-03-05', ''],
    ['physical_address_1', '', '12 Main St', 'Calle Mayor 3'],
    ['physical_suburb', '', '', ''],
    ['physical_city', 'CT', 'Austin', 'Madrid'],
    ['physical_postcode', 'ZIP', '78701', '28013'],
    ['physical_state', 'ST', 'TX', 'Madrid'],
    ['physical_country', 'COUNTRY', 'US', 'ES'],
    ['postal_city', '', 'Austin', 'Madrid'],
    ['postal_postcode', '', '78701', '28013'],
    ['loyalty_balance', '', '3.5', '0'],
  ],
  Squarespace: [
    ['Order ID', '', '00001', '00002'],
    ['Email', 'EMAIL', 'ann@x.com', 'luis@y.es'],
    ['Financial Status', '', 'PAID', 'REFUNDED'],
    ['Created at', '', '2025-03-05', '2025-12-31'],
    ['Billing Name', '', 'Ann Smith', 'Luis García'],
    ['Billing Address1', '', '12 Main St', 'Calle Mayor 3'],
    ['Billing City', 'CT', 'Austin', 'Madrid'],
    ['Billing Zip', 'ZIP', '78701', '28013'],
    ['Billing Province', 'ST', 'TX', ''],
    ['Billing Country', 'COUNTRY', 'US', 'ES'],
    ['Billing Phone', 'PHONE', '5125550134', '612345678'],
    ['Channel Name', '', 'Web', 'Web'],
    ['Private Notes', '', '', ''],
  ],
  'Cegid, French': [
    ['Code client', 'EXTERN_ID', 'C00012', 'C00013'],
    ['Civilité', '', 'Madame', 'Monsieur'],
    ['Nom', 'LN', 'MARTIN', 'DURAND'],
    ['Prénom', 'FN', 'ZOE', 'LUC'],
    ['Adresse 1', '', '3 rue X', '4 rue Y'],
    ['Code postal', 'ZIP', '75001', '69001'],
    ['Ville', 'CT', 'PARIS', 'LYON'],
    ['Pays', 'COUNTRY', 'FRA', 'FRA'],
    ['Téléphone', 'PHONE', '01 23 45 67 89', ''],
    ['Portable', 'PHONE', '06 12 34 56 78', '0612345678'],
    ['E-mail', 'EMAIL', 'zoe@x.fr', 'luc@y.fr'],
    ['Date naissance', 'DOB', '05/03/1985', '31/12/1990'],
    ['Sexe', 'GEN', 'F', 'M'],
    ['Boutique de création', '', 'Lyon', 'Paris'],
    ['Vendeur', '', 'Paul', 'Anne'],
    ['Date de création', '', '05/03/2015', '31/12/2019'],
  ],
};

for (const [platform, columns] of Object.entries(files)) {
  test(`${platform}: every column finds its key, and no other does`, () => {
    expect(wrong(...columns)).toEqual([]);
  });
}
