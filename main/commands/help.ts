/** What stands under the help of the whole program. */
export const PROGRAM_HELP = `
First steps:
  muster demo                                  see it work on a sandbox
  muster check customers.csv                   see what a list holds; sends nothing
  MUSTER_ACCESS_TOKEN=… muster sync customers.csv --account act_123 --audience "Customers"

Data goes to stdout, messages to stderr; --json gives one JSON object a line.
Exit codes:
  0    done
  1    some people errored, or the run failed
  2    wrong usage or input; the message says what to change
  3    a hold waits for a person, for example for the terms to be accepted
  4    --timeout passed with work left
  130  interrupted; the work goes on later
`;

/** Examples and facts under the help of a command. */
export const COMMAND_HELP = {
  demo: `
The list lies in the folder for temporary files and is damaged as real exports are. It goes to a SANDBOX on this
computer: nothing reaches Facebook.
`,
  open: `
The address works once, on this computer only. Ctrl-C ends Muster; what is queued goes on at the next start.
`,
  normalize: `
Example:
  echo '{"key":"PHONE","value":"(0) 30 901820","country":"DE"}' | muster normalize
answers
  {"key":"PHONE","normalized":"4930901820","wire":"<SHA-256>","action":"hash"}

key      one of Meta's keys, or DOB for a whole date
action   hash, passthrough (is a SHA-256 already), as_is (Meta takes it plain), drop (the problem says why)
wire     what would be sent; null when dropped
`,
  check: `
Examples:
  muster check customers.csv --country DE
  muster check customers.xlsx --sheet "March"
  muster check customers.csv --map "Mobile=PHONE" --map "Agent e-mail="
  zcat customers.csv.gz | muster check - --json
`,
  sync: `
Examples:
  muster sync customers.csv --account act_123 --audience "Customers" --country DE
  muster sync leavers.csv --account act_123 --audience 23850000000000000 --action remove
  muster sync list.csv --account act_123 --audience VIP --map "Born=DOB:DMY" --keys EMAIL,PHONE,DOB
  muster sync buyers.csv --account act_123 --audience "Best buyers" --value-based --map "Revenue=LOOKALIKE_VALUE"

Value-based audiences take nobody without a value: whoever has none is “not synced” (problem value_missing), or counts
0 with --zero-value. A value goes along whatever --keys says; other audiences are sent none.
An interrupted or held sync goes on when the same command is run again. The token never is an argument: other programs
can read those.
`,
  work: `
Without --drain it works until it is interrupted. What was held is tried once more at the start.
`,
  pause: `
A Muster that runs notices within a second; what is being sent just now is not recalled. “muster jobs” shows the ids.
`,
  cancel: `
Examples:
  muster cancel --job 3
  muster cancel --account act_123 --yes
A script must give --yes. What is being sent just now is not recalled: Meta's answer decides about it.
`,
  requeue: `
Examples:
  muster requeue --job 3
  muster requeue --run 12 --reason invalid
Newer work of the opposite kind still wins. Whom Meta counted as invalid without naming them goes out with the whole
batch once more, which changes nothing for the others.
`,
  holds: `
With --check the exit code is 0 when the hold was lifted and 3 when it still stands.
`,
  audit: `
Examples:
  muster audit act_123
  muster audit --all --json
Exit code 3 when a person must act before anything can be sent, 1 when nothing could be read.
`,
  doctor: `
Without --account: this computer, and every ad account for which there are jobs. Exit code 3 when a person must act,
1 when this computer is in trouble. The report holds no token, address, name of a person or path.
`,
  connect: `
Examples:
  MUSTER_APP_SECRET=… muster connect --app-id 1234567890
  muster connect --app-id 1234567890 --paste
  muster connect --token-stdin < system-user-token.txt
  muster connect --renew 1
With the app secret a login is good for about 60 days, without it for about two hours; a system user’s token does not run
out. On a computer without a browser, open the address elsewhere and paste the one at which the login ended.
Exit code 3 when a person must act, 2 when id, secret or token are wrong, 4 when nobody logged in for ten minutes.
`,
  disconnect: `
Examples:
  muster disconnect 1
  muster disconnect 1 --account act_123
  muster disconnect 1 --revoke
“muster connect --renew 1” lets the jobs go on.
`,
  problems: `
Examples:
  muster problems --code not_an_email --json
  muster problems --csv > problems.csv
Values are never stored, so they are not shown: look at the line in your file.
`,
} as const;
