import { expect, test } from 'vitest';

import { foldName, lintName } from '../../main/core/name-lint.ts';
import { SENSITIVE } from '../../main/core/sensitive-words.ts';

test.each([
  ['Diabetes newsletter', 'health', 'Diabetes'],
  ['diabetesPatients2024', 'health', 'diabetes'],
  ['CRM_pregnant_women', 'health', 'pregnant'],
  ['Clients asthmatiques', 'health', 'asthmatiques'],
  ['Femmes enceintes Lyon', 'health', 'Femmes enceintes'],
  ['Patientinnen Köln', 'health', 'Patientinnen'],
  ['Übergewichtige Kunden', 'health', 'Übergewichtige'],
  ['Personas con discapacidad', 'health', 'discapacidad'],
  ['Credit score under 600', 'finance', 'Credit score'],
  ['High-income households', 'finance', 'High income'],
  ['Clients surendettés', 'finance', 'surendettés'],
  ['Schufa negativ', 'finance', 'Schufa'],
  ['Clientes morosos', 'finance', 'morosos'],
  ['Muslim customers', 'identity', 'Muslim'],
  ['Électeurs de gauche', 'identity', 'Électeurs de gauche'],
  ['LGBTQ supporters', 'identity', 'LGBTQ'],
  ['Flüchtlinge Berlin', 'identity', 'Flüchtlinge'],
  ['Votantes de izquierda', 'identity', 'Votantes de izquierda'],
  ['Ex-cons job board', 'crime', 'Ex cons'],
  ['Vorbestrafte', 'crime', 'Vorbestrafte'],
])('%s tells something about people', (name, topic, about) => {
  expect(lintName(name)).toEqual([{ kind: 'sensitive', topic, about }]);
});

test.each([
  ['credit card offers'],
  ['Loan applicants 2026'],
  ['Krankenversicherung Leads'],
  ['Health food buyers'],
  ['Enceintes Bluetooth acheteurs'],
  ['Jewelry buyers'],
  ['Christian Dior'],
  ['Shoe addicts'],
  ['Golf handicap 12'],
  ['Pharmacy customers'],
  ['Cancerberry festival'],
  ['High value, Q3'],
  [''],
])('%s is an everyday name', (name) => {
  expect(lintName(name)).toEqual([]);
});

test('the whole of a phrase is told, and each finding once', () => {
  expect(lintName('Bad credit, BAD CREDIT and diabetes').map(({ about }) => about)).toEqual(['BAD CREDIT', 'diabetes']);
});

test.each([
  ['For ann@example.com only', 'ann@example.com'],
  ['Callers +33 6 12 34 56 78', '+33 6 12 34 56 78'],
  ['Kunde (030) 901820-55', '030) 901820-55'],
  ['Customer 1234567', '1234567'],
])('%s holds data of a person', (name, about) => {
  expect(lintName(name)).toEqual([{ kind: 'personal', topic: null, about }]);
});

test.each([
  ['Customers 20261124'],
  ['Kunden 24112026'],
  ['Export 2026-11-24 18.30'],
  ['01/02/2026-05/02/2026'],
  ['Top 100000'],
  ['@muster'],
])('%s holds none', (name) => {
  expect(lintName(name)).toEqual([]);
});

test('letter case, accents and spaces do not make another name', () => {
  expect(['  Été  2026', 'ÉTÉ 2026', 'ete 2026'].map(foldName)).toEqual(Array(3).fill('ete 2026'));
  expect(foldName('Groß')).toBe('gross');
});

test('phrases are written as names are folded, or nothing would ever match them', () => {
  const written = Object.values(SENSITIVE).flat();
  expect(written.filter((phrase) => !/^[a-z]+\*?(?: [a-z]+\*?)*$/.test(phrase))).toEqual([]);
  expect(new Set(written).size).toBe(written.length);
});
