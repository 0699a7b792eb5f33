import type { Answers, EngineSide } from '../calls.ts';
import type { Context } from '../context.ts';
import { createPreviews } from '../sources/previews.ts';
import { createCatalogue } from './audiences.ts';
import { createDrafts } from './drafts.ts';
import { createLaunch } from './launch.ts';
import { reviewDraft } from './review.ts';

type WizardCall = Extract<keyof Answers, `audiences.${string}` | `drafts.${string}`>;

/** What answers the calls about audiences and jobs that are being set up. */
export function wizardAnswers(context: Context, engine: EngineSide): Pick<Answers, WizardCall> {
  const catalogue = createCatalogue(context);
  const drafts = createDrafts(context, (dropId) => context.drops.isKnown(dropId));
  const side = { ...engine, catalogue, previews: createPreviews(context) };
  const launch = createLaunch(context, side);
  return {
    'audiences.search': (order) => catalogue.search(order),
    'audiences.lint': (order) => catalogue.lint(order),
    'drafts.list': () => drafts.list(),
    'drafts.get': ({ draftId }) => drafts.get(draftId),
    'drafts.save': (order) => drafts.save(order),
    'drafts.delete': ({ draftId }) => ({ deleted: drafts.delete(draftId) }),
    'drafts.review': ({ draftId }) => reviewDraft(context, side, drafts.get(draftId).settings),
    'drafts.launch': (order) => launch(order),
  };
}
