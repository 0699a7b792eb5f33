import type { Answers, EngineSide } from '../calls.ts';
import type { Context } from '../context.ts';
import { runDoctor } from '../doctor/doctor.ts';
import { supportReport } from '../doctor/report.ts';
import { createTerms } from '../terms.ts';

type TroubleCall = Extract<keyof Answers, `audit.${string}` | `terms.${string}` | `doctor.${string}`>;

/** What answers the calls about ad accounts, their terms and their troubles. */
export function troubleAnswers(context: Context, engine: EngineSide): Pick<Answers, TroubleCall> {
  const { audits } = engine;
  const terms = createTerms(context, () => engine.wake());
  return {
    async 'audit.run'(order) {
      return (await audits.run(order)).audit;
    },
    'audit.list': () => audits.list(),
    'terms.list': ({ connectionId }) => terms.list(connectionId),
    'terms.check': ({ connectionId, account }) => terms.check(connectionId, account),
    'terms.tryAccept': ({ connectionId, account }) => terms.tryAccept(connectionId, account),
    'doctor.run': (question) => runDoctor(context, question, engine.isSender()),
    async 'doctor.report'(question) {
      return supportReport(await runDoctor(context, question, engine.isSender()));
    },
  };
}
