/** Letters that carry no combining mark in Unicode, so that decomposing leaves them as they are. */
const FOLDED: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd' };

/** Words that join others and change nothing: "date de naissance" and "date naissance" are one name. */
const JOINING = new Set('al da das de del della dell di do dos du el la las le les los of the van'.split(' '));

/** Cell or header text as a person sees it: no control, zero-width or direction marks, single spaces, trimmed. */
export function visibleText(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Lower case without accents: "Prénom" and "PRENOM" compare equal. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøæœłđ]/g, (letter) => FOLDED[letter] ?? letter);
}

/**
 * The words of a column name, folded: "billing_firstName2" gives billing, first, name, 2. "N°", "Nº" and "#" give the
 * word "no"; endings in brackets as in "Nombre(s)" and "Né(e) le" go; joining words such as "de" and "of" go.
 */
export function headerWords(text: string): readonly string[] {
  const spelled = visibleText(text)
    .replace(/__(?:p?c)$/i, '')
    .replace(/(?<!\p{L})[dl]['’]|['’]s(?!\p{L})/giu, ' ')
    .replace(/(\p{L})\((?:e|s|es|n|in|nen)\)/giu, '$1')
    .replace(/(?<!\p{L})n\.?\s?[°º]|(?<!\p{L})n\.(?=\s?\p{L})|№|#/giu, ' no ')
    .replace(/sha[-_ ]?256/gi, ' hashed ')
    .replace(/e\.?164/gi, ' ')
    .replace(/(?<!\p{L})zip[-_ ]?5(?!\d)/giu, ' zip ')
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  const words = fold(spelled).match(/\p{L}+|\p{N}+/gu) ?? [];
  return words.filter((word) => !JOINING.has(word));
}
