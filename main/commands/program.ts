import { Command, CommanderError, Option } from 'commander';

import { NewerSchemaError } from '../../db/open.ts';
import { KeyFileError } from '../engine/key-file.ts';
import { ReadFault } from '../engine/reader.ts';
import { UsageError } from '../engine/sync.ts';
import { UnsafeTargetError } from '../facebook/client.ts';
import { defaultDataDir } from '../host.ts';
import { faultHelp } from '../sandbox/fault-dial.ts';
import { VERSION } from '../version.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { jobsCommand, problemsCommand, statusCommand } from './look.ts';
import { normalizeCommand } from './normalize.ts';
import { openCommand } from './open.ts';
import { CommandError, EXIT, say } from './output.ts';
import { sandboxCommand } from './sandbox.ts';
import { syncCommand } from './sync.ts';
import { workCommand } from './work.ts';

/** Options that every command knows. */
export interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new CommandError(`“${text}” is not a number of seconds.`);
  return value;
}

function country(text: string): string {
  if (!/^[a-z]{2}$/i.test(text))
    throw new CommandError(`“${text}” is no country code. Give two letters, for example --country DE.`);
  return text.toUpperCase();
}

function build(settle: (code: number) => void): Command {
  const program = new Command('muster')
    .description('Keeps Facebook Custom Audiences in step with people lists, hashed on this computer.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('Run the command with --help to see what it takes.');

  const add = (name: string, summary: string): Command =>
    program
      .command(name)
      .description(summary)
      .option('--data <dir>', 'data folder', defaultDataDir())
      .option('--json', 'one JSON object a line on stdout', false);
  const run =
    <A extends unknown[]>(action: (...args: A) => Promise<number>) =>
    async (...args: A): Promise<void> =>
      settle(await action(...args));
  const token = (command: Command): Command =>
    command
      .option('--graph-url <url>', 'another Graph root, without version; on this computer only')
      .option(
        '--token-stdin',
        'read the access token from standard input (else MUSTER_ACCESS_TOKEN, else a stored connection)',
        false,
      );
  const mapping = (command: Command): Command =>
    command
      .option(
        '--map <COL=KEY>',
        'map a column by hand; COL= leaves it out; COL=DOB:DMY gives a date order; may be repeated',
        collect,
        [],
      )
      .option('--country <CC>', 'country of values without one of their own, two letters', country);

  add('demo', 'Run the sample job on the embedded sandbox and print its seven counters').action(run(demoCommand));
  add('open', 'Serve the page on this computer and print its address')
    .option('--no-browser', 'do not open the browser')
    .option('--port <n>', 'port; any free one by default', Number, 0)
    .action(run(openCommand));
  add('sandbox', 'Serve a local Graph API that behaves like Meta’s')
    .option('--port <n>', 'port; any free one by default', Number, 0)
    .option('--fault <spec>', 'switch on a trouble, see below; may be repeated', collect, [])
    .option(
      '--replay <file>',
      'answer with given bodies first, in order: JSON lines {"match","status","headers","body"}; match is part of METHOD /path',
    )
    .addHelpText('after', `\n${faultHelp()}`)
    .action(run(sandboxCommand));
  add('normalize', 'JSON lines {"key","value","country"?} in, what would be sent out').action(run(normalizeCommand));
  mapping(
    add('check', 'Dry run of a file: nothing is sent or stored').argument(
      '<file>',
      'CSV file, or - for standard input',
    ),
  ).action(run(checkCommand));
  token(
    mapping(
      add('sync', 'Add the people of a file to an audience, or remove them')
        .argument('<file>', 'CSV file, or - for standard input')
        .requiredOption('--account <act_…>', 'ad account')
        .requiredOption('--audience <name|id>', 'audience; made when no audience has the name')
        .addOption(new Option('--action <action>', 'what to do').choices(['add', 'remove']).default('add'))
        .option('--keys <KEY,…>', 'match by these keys only')
        .option('--flush <seconds>', 'longest wait of a person for company in a batch', seconds, 5)
        .option('--wait', 'stay until holds lift', false)
        .option('--timeout <seconds>', 'give up waiting after this time; the work goes on later', seconds),
    ),
  ).action(run(syncCommand));
  token(
    add('work', 'Finish interrupted runs and send what is queued')
      .option('--drain', 'stop when nothing is queued, or all that is left is held', false)
      .option('--timeout <seconds>', 'stop after this time', seconds),
  ).action(run(workCommand));
  add('status', 'Counters of every step over all time, what waits and for whom')
    .option('--watch', 'print again whenever they change', false)
    .action(run(statusCommand));
  add('jobs', 'The jobs of the data folder').action(run(jobsCommand));
  add('problems', 'Rows and fields that were not sent as given')
    .option('--run <id>', 'a run; the newest by default', Number)
    .option('--code <code>', 'only problems of this code')
    .option('--limit <n>', 'how many', Number, 1000)
    .action(run(problemsCommand));
  return program;
}

/** Runs one command line; resolves with the exit code of DESIGN section 8. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  try {
    await build((value) => (code = value)).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const isForUser = [CommandError, UsageError, ReadFault, UnsafeTargetError, NewerSchemaError, KeyFileError].some(
      (kind) => error instanceof kind,
    );
    if (!isForUser || !(error instanceof Error)) throw error;
    say(error.message);
    return EXIT.usage;
  }
}
