import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };

export type Locale = 'en' | 'fr';

/** Every text in every language; a key that French lacks does not compile. */
export const messages = { en, fr } as const satisfies Record<Locale, Readonly<Record<keyof typeof en, string>>>;

/**
 * A text that engine, command line and screens share, with `{name}` replaced; the key itself when there is no such text. Plurals are for
 * the page only, so texts under `ui.` that have one are not for here.
 */
export function text(
  key: string,
  values: Readonly<Record<string, string>> = {},
  locale: Locale = processLocale(),
): string {
  const texts: Readonly<Record<string, string>> = messages[locale];
  return (texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The language of the first tag that we speak, English when there is none. Takes tags of browsers (`fr-CA`) and of systems (`fr_FR.UTF-8`). */
export function localeFor(tags: readonly string[]): Locale {
  for (const tag of tags) {
    const [language] = tag.toLowerCase().split(/[-_.@]/, 1);
    if (language === 'fr' || language === 'en') return language;
  }
  return 'en';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The language that MUSTER_LANG asks for, else the system's in the order of POSIX: what is set first decides, also when we do not speak it. */
export function localeOfEnvironment(env: Environment): Locale {
  const set = [env['MUSTER_LANG'], env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(Boolean);
  return localeFor(set === undefined ? [] : [set]);
}

let wanted: Locale | null = null;
let chosen: Locale | undefined;

/** The language that somebody set for Muster in this process; null = the system's. */
export function chooseLanguage(language: Locale | null): void {
  wanted = language;
}

/**
 * The language of this process: what somebody set, else that of the environment, which its threads share; the latter is chosen when the
 * first text is asked for, and kept. The page has no environment and chooses for itself.
 */
export function processLocale(): Locale {
  const { process } = globalThis as { readonly process?: { readonly env?: Environment } };
  return wanted ?? (chosen ??= localeOfEnvironment(process?.env ?? {}));
}
