import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** A package whose code reaches the user. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json says, for example `MIT`. */
  readonly licence: string;
  /** Its licence and notice files, one after another; empty where it brings none. */
  readonly text: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The folder of the package that a module lies in; null for our own modules and those the bundler made up. */
function packageFolder(moduleId: string): string | null {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(moduleId.replace(/^\0/, ''))?.[0] ?? null;
}

/** What the bundles are really made of, as the bundler sees it; nothing is written. Takes a few seconds. */
async function bundledFolders(): Promise<readonly string[]> {
  const { createBuilder } = await import('vite');
  const modules = new Set<string>();
  const builder = await createBuilder({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { write: false, reportCompressedSize: false },
    plugins: [
      {
        name: 'modules',
        buildEnd() {
          for (const id of this.getModuleIds()) modules.add(id);
        },
      },
    ],
  });
  await builder.buildApp();
  return [...modules].flatMap((id) => packageFolder(id) ?? []);
}

/** The native packages beside the bundles, with what they need of others. */
function packedFolders(): readonly string[] {
  const folders = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const folder of names.map((name) => join(root, 'node_modules', name))) {
      if (folders.has(folder) || !existsSync(folder)) continue;
      folders.add(folder);
      const { dependencies, optionalDependencies } = manifestOf(folder);
      visit(Object.keys({ ...dependencies, ...optionalDependencies }));
    }
  };
  visit(Object.keys(manifestOf(root).dependencies ?? {}));
  return [...folders];
}

function read(folder: string): ShippedPackage {
  const { name, version, license } = manifestOf(folder);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  if (!license && !text)
    throw new Error(`${name} ${version} says nothing about its licence, so it may not be shipped.`);
  return { name, version, licence: license ?? 'see below', text };
}

/** Every package of others that the app consists of, by name, without Electron, which brings its own files. */
export async function shippedPackages(): Promise<readonly ShippedPackage[]> {
  const folders = new Set([...(await bundledFolders()), ...packedFolders()]);
  const byName = new Map([...folders].map(read).map((one) => [`${one.name} ${one.version}`, one]));
  return [...byName.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The licences file of an installer. A package without a text of its own is named with its licence. */
export function licencesFile(packages: readonly ShippedPackage[]): string {
  const parts = packages.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}`.trim());
  const head = 'Muster contains the following packages. Electron and Chromium have files of their own beside the app.';
  return `${[head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
