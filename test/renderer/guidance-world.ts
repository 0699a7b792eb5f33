import type { CallName, Input, Output } from '../../preload/contract/contract.ts';
import type { AccountDiagnoses, Diagnosis, Topic } from '../../preload/contract/doctor.ts';
import type { TermsList, TermsOfAccount } from '../../preload/contract/terms.ts';
import { TOPICS } from '../../preload/contract/topics.ts';

type Names = Extract<CallName, `terms.${string}` | `doctor.${string}`>;
type Answers = { readonly [N in Names]: (input: Input<N>) => Output<N> | undefined };

const TRADE = 'act_2299110044';
const UK = 'act_1087542206314';

/**
 * Terms and diagnoses of a fake engine. Trade accounts lack the terms until `window.dispatchEvent(new Event('terms-accepted'))`, which also
 * ends that topic's trouble.
 */
export function guidanceAnswers(): Answers {
  let isAccepted = false;
  window.addEventListener('terms-accepted', () => {
    isAccepted = true;
  });
  const listOf = (connectionId: number): TermsList => ({
    connectionId,
    at: Date.now(),
    signer:
      connectionId === 1 ? { name: 'Marta Lindqvist', isSystemUser: false } : { name: 'Nightly', isSystemUser: true },
    unread: connectionId === 3 ? { kind: 'token', said: 'Error validating access token' } : null,
    accounts: connectionId === 1 ? [termsOf(UK, true), termsOf(TRADE, isAccepted)] : [],
  });
  return {
    'terms.list': ({ connectionId }) => listOf(connectionId),
    'terms.check': ({ account }) => ({
      at: Date.now(),
      signer: listOf(1).signer,
      unread: null,
      terms: termsOf(account, isAccepted),
      released: isAccepted ? 1 : 0,
    }),
    'terms.tryAccept': () => [
      {
        id: '1',
        type: 'custom_audience_tos',
        accepted: false,
        httpStatus: 403,
        code: 200,
        subcode: 1870090,
        said: 'Only on the page',
      },
    ],
    'doctor.run': ({ topic, account }) => ({
      at: Date.now(),
      computer:
        account === undefined
          ? [
              {
                part: 'disk',
                status: 'warn',
                evidence: { key: 'doctor.disk.little', values: { megabytes: '180' } },
                said: null,
                action: null,
              },
              {
                part: 'database',
                status: 'pass',
                evidence: { key: 'doctor.database.whole', values: {} },
                said: null,
                action: null,
              },
            ]
          : [],
      accounts: [diagnosesOf(TRADE, topic, isAccepted), diagnosesOf(UK, topic, true)].filter(
        (one) => (account ?? one.account) === one.account,
      ),
    }),
    'doctor.report': () => ({ markdown: '# Muster report\n', json: '{"muster":"0.1.0"}' }),
  };
}

function termsOf(account: string, isAccepted: boolean): TermsOfAccount {
  const id = account.slice(4);
  const page = {
    page: 'business',
    url: `https://business.facebook.com/ads/manage/customaudiences/tos/?act=${id}`,
  } as const;
  const tools = {
    page: 'business_tools',
    url: `https://business.facebook.com/customaudiences/value_based/tos.php?act=${id}&business_id=104`,
  } as const;
  const personal = {
    page: 'personal',
    url: `https://www.facebook.com/ads/manage/customaudiences/tos.php?act=${id}`,
  } as const;
  return {
    account,
    name: account === UK ? 'Alder & Pine UK' : 'Alder & Pine Wholesale',
    business: { id: '104', name: 'Pinegate Holdings' },
    kinds: [
      {
        kind: 'customer_list',
        business: true,
        person: isAccepted,
        state: isAccepted ? 'accepted' : 'other_person',
        page,
      },
      { kind: 'value_based', business: false, person: null, state: 'nobody', page: tools },
    ],
    pages: [page, personal, tools],
  };
}

function diagnosesOf(account: string, topic: Topic | undefined, isFine: boolean): AccountDiagnoses {
  const of = (each: Topic): Diagnosis => {
    const isTrouble = each === 'terms' && !isFine;
    return {
      topic: each,
      state: isTrouble ? 'trouble' : each === 'low_size' ? 'unknown' : 'ok',
      findings: [
        isTrouble
          ? {
              status: 'fail',
              evidence: {
                key: 'audit.terms.other_person',
                values: { business: 'Pinegate Holdings', person: 'Marta Lindqvist' },
              },
              said: 'Custom Audience terms not accepted',
              action: {
                key: 'audit.action.terms_business',
                url: `https://business.facebook.com/tos/?act=${account.slice(4)}`,
              },
            }
          : {
              status: each === 'low_size' ? 'unknown' : 'pass',
              evidence:
                each === 'low_size'
                  ? { key: 'doctor.low_size.untold', values: { audience: 'Trade accounts' } }
                  : { key: 'audit.scopes.granted', values: { scopes: 'ads_management' } },
              said: null,
              action: null,
            },
      ],
      steps: [1, 2, 3].map((n) => ({
        key: `doctor.${each}.step${n}`,
        values: { person: 'Marta Lindqvist', account },
      })),
      holdIds: isTrouble ? [1] : [],
    };
  };
  return {
    connectionId: 1,
    account,
    accountName: account === UK ? 'Alder & Pine UK' : 'Alder & Pine Wholesale',
    diagnoses: TOPICS.filter((each) => (topic ?? each) === each).map(of),
  };
}
