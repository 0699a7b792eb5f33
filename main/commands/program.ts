import { Command, CommanderError, Help, Option } from 'commander';

import { Topic } from '../../preload/contract/doctor.ts';
import { RequeueOrder } from '../../preload/contract/queue.ts';
import { defaultDataDir } from '../hosted/data-dir.ts';
import { faultHelp } from '../sandbox/fault-dial.ts';
import { VERSION } from '../version.ts';
import { activityCommand } from './activity.ts';
import { account, collect, country, id, seconds, wholeNumber } from './arguments.ts';
import { auditCommand } from './audit.ts';
import { checkCommand } from './check.ts';
import { connectCommand, connectionsCommand, disconnectCommand } from './connect.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { failureText } from './failure.ts';
import { COMMAND_HELP, PROGRAM_HELP } from './help.ts';
import { holdsCommand } from './holds.ts';
import { jobsCommand, problemsCommand, statusCommand } from './look.ts';
import { normalizeCommand } from './normalize.ts';
import { openCommand } from './open.ts';
import { EXIT, say } from './output.ts';
import { cancelCommand, pauseCommand, requeueCommand, resumeCommand } from './queue.ts';
import { sandboxCommand } from './sandbox.ts';
import { syncCommand } from './sync.ts';
import { workCommand } from './work.ts';

/** Options that every command knows. */
export interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
}

/** That a switch is off by default goes without saying. */
function withoutEmptyDefault(option: Option): string {
  return new Help().optionDescription(option).replace(/ \(default: (?:false|\[\])\)$/, '');
}

const port = wholeNumber('--port', 0, 65_535);

function build(settle: (code: number) => void): Command {
  const program = new Command('muster')
    .description('Keeps Facebook Custom Audiences in step with people lists, hashed on this computer.')
    .version(VERSION)
    .addHelpText('after', PROGRAM_HELP)
    .configureHelp({ optionDescription: withoutEmptyDefault })
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
        'map a column by hand; COL= leaves it out; COL=DOB:DMY gives a date order; #3 is the third column; may be repeated',
        collect,
        [],
      )
      .option('--country <CC>', 'country of values without one of their own, two letters', country)
      .option('--sheet <name>', 'sheet of a workbook (default: the first one that has rows)');

  const target = (command: Command): Command =>
    command
      .option('--job <id>', 'a job with all of its steps', id('--job'))
      .option('--step <id>', 'one step of a job', id('--step'))
      .option('--account <act_…>', 'everything of an ad account', account)
      .option('--all', 'everything', false);

  add('demo', 'Run the sample job on the embedded sandbox and print its seven counters')
    .addHelpText('after', COMMAND_HELP.demo)
    .action(run(demoCommand));
  add('open', 'Serve the page on this computer and print its address')
    .option('--no-browser', 'do not open the browser')
    .option('--port <n>', 'port; 0 = any free one', port, 0)
    .addHelpText('after', COMMAND_HELP.open)
    .action(run(openCommand));
  add('sandbox', 'Serve a local Graph API that behaves like Meta’s')
    .option('--port <n>', 'port; 0 = any free one', port, 0)
    .option('--fault <spec>', 'switch on a trouble, see below; may be repeated', collect, [])
    .option(
      '--replay <file>',
      'answer with given bodies first, in order: JSON lines {"match","status","headers","body"}; match is part of METHOD /path',
    )
    .addHelpText('after', `\n${faultHelp()}`)
    .action(run(sandboxCommand));
  add('normalize', 'Read JSON lines {"key","value","country"?}, answer each with what would be sent')
    .addHelpText('after', COMMAND_HELP.normalize)
    .action(run(normalizeCommand));
  mapping(
    add('check', 'Dry run of a file: nothing is sent or stored').argument(
      '<file>',
      'CSV or XLSX file, or - for standard input',
    ),
  )
    .addHelpText('after', COMMAND_HELP.check)
    .action(run(checkCommand));
  token(
    mapping(
      add('sync', 'Add the people of a file to an audience, or remove them')
        .argument('<file>', 'CSV or XLSX file, or - for standard input')
        .requiredOption('--account <act_…>', 'ad account')
        .requiredOption('--audience <name|id>', 'audience; made when no audience has the name')
        .addOption(new Option('--action <action>', 'what to do').choices(['add', 'remove']).default('add'))
        .option('--keys <KEY,…>', 'match by these keys only (default: all that are mapped)')
        .option('--value-based', 'make a new audience value-based: it takes only people with a LOOKALIKE_VALUE', false)
        .option('--zero-value', 'send 0 for people without a value, instead of leaving them out', false)
        .option(
          '--flush <seconds>',
          'longest wait of a person for company in a batch (5, or as set in Muster)',
          seconds,
        )
        .option('--wait', 'stay until holds lift', false)
        .option('--timeout <seconds>', 'give up waiting after this time; the work goes on later', seconds),
    ),
  )
    .addHelpText('after', COMMAND_HELP.sync)
    .action(run(syncCommand));
  token(
    add('work', 'Finish interrupted runs and send what is queued')
      .option('--drain', 'stop when nothing is queued, or all that is left is held', false)
      .option('--timeout <seconds>', 'stop after this time', seconds),
  )
    .addHelpText('after', COMMAND_HELP.work)
    .action(run(workCommand));
  add('status', 'Counters of every step over all time, what waits and for whom')
    .option('--watch', 'print again whenever they change', false)
    .action(run(statusCommand));
  add('jobs', 'The jobs of the data folder').action(run(jobsCommand));
  add('problems', 'Rows and fields that were not sent as given')
    .option('--run <id>', 'id of a run (default: the newest)', wholeNumber('--run', 1, Number.MAX_SAFE_INTEGER))
    .option('--code <code>', 'only problems of this code')
    .option('--csv', 'as CSV, for a spreadsheet', false)
    .option('--limit <n>', 'how many', wholeNumber('--limit', 1, 10_000_000), 1000)
    .addHelpText('after', COMMAND_HELP.problems)
    .action(run(problemsCommand));
  add('activity', 'Who did what, newest first; with --egress every request that left this computer')
    .option('--egress', 'what left: time, host, path, audience, keys, entries, bytes', false)
    .option('--csv', 'as CSV, for a spreadsheet', false)
    .option('--limit <n>', 'how many', wholeNumber('--limit', 1, 10_000_000), 1000)
    .action(run(activityCommand));
  target(add('pause', 'Stop reading and sending until it is resumed; nothing is used up meanwhile'))
    .addHelpText('after', COMMAND_HELP.pause)
    .action(run(pauseCommand));
  target(add('resume', 'Go on with what was paused')).action(run(resumeCommand));
  target(add('cancel', 'End what is pending as Errored; asks first'))
    .option('--yes', 'do not ask', false)
    .addHelpText('after', COMMAND_HELP.cancel)
    .action(run(cancelCommand));
  add('requeue', 'Queue Errored people again; all that is given must hold')
    .option('--job <id>', 'of this job', id('--job'))
    .option('--step <id>', 'of this step', id('--step'))
    .option('--run <id>', 'of this run', id('--run'))
    .option('--batch <id>', 'of this batch', id('--batch'))
    .addOption(
      new Option('--reason <name>', 'only those who are Errored for this reason').choices(
        RequeueOrder.shape.reason.unwrap().options,
      ),
    )
    .addHelpText('after', COMMAND_HELP.requeue)
    .action(run(requeueCommand));
  add('holds', 'What waits for a person: why, who must act and where')
    .option('--check <id>', 'ask Meta now whether this hold still stands', id('--check'))
    .addHelpText('after', COMMAND_HELP.holds)
    .action(run(holdsCommand));
  token(
    add('audit', 'Read what can stand in the way of an ad account: token, role, terms, limits; changes nothing')
      .argument('[account]', 'ad account, act_…')
      .option('--all', 'every ad account that the token reaches', false),
  )
    .addHelpText('after', COMMAND_HELP.audit)
    .action(run(auditCommand));
  token(
    add('doctor', 'Look for what is wrong, and say what to do about it, step by step')
      .option('--account <act_…>', 'only this ad account', account)
      .addOption(new Option('--topic <name>', 'only this trouble').choices(Topic.options))
      .option('--report <name>', 'write what was found to <name>.md and <name>.json, to be given away'),
  )
    .addHelpText('after', COMMAND_HELP.doctor)
    .action(run(doctorCommand));
  add('connect', 'Connect a person or a system user: by a login at Facebook, or by a token that is given')
    .option('--app-id <id>', 'Meta app to log in with; its secret in MUSTER_APP_SECRET or by --secret-stdin')
    .option('--config-id <id>', 'configuration of Facebook Login for Business')
    .option('--secret-stdin', 'read the app secret from standard input', false)
    .option('--token-stdin', 'no login: read a token from standard input (or give it in MUSTER_ACCESS_TOKEN)', false)
    .option('--graph-url <url>', 'another Graph root, without version; on this computer only')
    .option('--no-browser', 'print the address of the login only')
    .option('--paste', 'end at Meta’s own page, whose address is pasted here; needs no secret', false)
    .option('--ask-again', 'ask again for permissions that were declined', false)
    .option('--renew <id>', 'renew this connection, whoever logs in', id('--renew'))
    .addHelpText('after', COMMAND_HELP.connect)
    .action(run(connectCommand));
  add('connections', 'Who is connected, with which rights, and until when').action(run(connectionsCommand));
  add('disconnect', 'Destroy the token of a connection, or put one of its ad accounts aside; its jobs wait')
    .argument('<id>', 'connection; “muster connections” shows the ids', id('The id'))
    .option('--account <act_…>', 'only this ad account', account)
    .option(
      '--revoke',
      'also take the permissions back at Meta, which ends every token of the person for the app',
      false,
    )
    .addHelpText('after', COMMAND_HELP.disconnect)
    .action(run(disconnectCommand));
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
    const text = failureText(error);
    if (text === null) throw error;
    say(text);
    return EXIT.usage;
  }
}
