import { rule } from './table.ts';

const expectAll = (words: string, answer: string): readonly (readonly [string, string])[] =>
  words.split(',').map((word) => [word.trim(), answer] as const);

rule('GEN: words for male in seven languages', 'GEN', [
  ...expectAll(
    'm, M, male, MALE, Man, Mr, Mr., Mister, boy, Herr, Mann, männlich, maennlich, h, homme, Monsieur, M., masculin, mâle',
    'm',
  ),
  ...expectAll(
    'Hombre, Señor, Sr., masculino, varón, uomo, maschio, Signor, Sig., homem, Senhor, mannelijk, dhr., meneer, Male (M), ♂',
    'm',
  ),
]);

rule('GEN: words for female in seven languages', 'GEN', [
  ['Frau Dr.', 'f'],
  ['Sig.ra', 'f'],
  ...expectAll(
    'f, F, female, Woman, Mrs, Mrs., Ms., Miss, girl, w, W, Frau, weiblich, femme, Féminin, Mme, Mlle, Madame',
    'f',
  ),
  ...expectAll(
    'mujer, Señora, Sra., femenino, donna, femmina, Sig.ra, Signora, mulher, feminino, v, vrouw, vrouwelijk, mevr., mw., ♀, ♀️',
    'f',
  ),
]);

rule('GEN: everything else is dropped, never guessed', 'GEN', [
  ...expectAll(
    'd, divers, x, 0, 1, 2, other, non-binary, transgender, M/F, m/w/d, male/female, Mr & Mrs, m/w, M-W, Dr., Prof., в, fm',
    '! unknown_gender',
  ),
  ...expectAll(',-,n/a,unknown,prefer not to say', '! blank'),
]);

rule('DOBY: four digits from 1900 to this year', 'DOBY', [
  ["'1985", '1985'],
  ['‘1985', '1985'],
  ["'85", '! two_digit_year'],
  ['1985', '1985'],
  [' 1985 ', '1985'],
  ['1985.0', '1985'],
  ['1985,0', '1985'],
  ['1.985E3', '1985'],
  ['１９８５', '1985'],
  ['١٩٨٥', '1985'],
  ['1900', '1900'],
  ['2026', '2026'],
  ['2027', '! year_out_of_range'],
  ['1899', '! year_out_of_range'],
  ['0085', '! year_out_of_range'],
  ['85', '! two_digit_year'],
  ["'85", '! two_digit_year'],
  ['0', '! zero_date'],
  ['0000', '! zero_date'],
  ['19850', '! not_a_date'],
  ['198', '! not_a_date'],
  ['-1985', '! not_a_date'],
  ['1985-03-05', '! not_a_date'],
  ['1.9E3', '! rounded_number'],
  ['abc', '! not_a_date'],
  ['null', '! blank'],
  ['', '! blank'],
  ['NaN', '! blank'],
]);

rule('DOBM: 01 to 12 from numbers and month names', 'DOBM', [
  ["'02", '02'],
  ['3', '03'],
  ['03', '03'],
  ['3.0', '03'],
  ['12', '12'],
  ['７', '07'],
  ['March', '03'],
  ['MAR', '03'],
  ['Mar.', '03'],
  ['Sept.', '09'],
  ['März', '03'],
  ['Maerz', '03'],
  ['Dezember', '12'],
  ['février', '02'],
  ['août', '08'],
  ['enero', '01'],
  ['dic.', '12'],
  ['luglio', '07'],
  ['março', '03'],
  ['outubro', '10'],
  ['mei', '05'],
  ['mrt', '03'],
  ['0', '! zero_date'],
  ['13', '! not_a_month'],
  ['-3', '! not_a_month'],
  ['3.5', '! not_a_month'],
  ['Tuesday', '! not_a_month'],
  ['-', '! blank'],
]);

rule('DOBD: 01 to 31', 'DOBD', [
  ["'07", '07'],
  ['5', '05'],
  ['05', '05'],
  ['5.0', '05'],
  ['5.', '05'],
  ['16', '16'],
  ['31', '31'],
  ['1st', '01'],
  ['22nd', '22'],
  ['5th', '05'],
  ['1er', '01'],
  ['1º', '01'],
  ['٥', '05'],
  ['0', '! zero_date'],
  ['00', '! zero_date'],
  ['32', '! not_a_day'],
  ['-5', '! not_a_day'],
  ['5.5', '! not_a_day'],
  ['five', '! not_a_day'],
  ['105', '! not_a_day'],
  ['n/a', '! blank'],
]);
