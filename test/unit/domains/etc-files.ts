/** Files of /etc as a laptop lists them, and a plan that has found nothing; each test changes what it is about. */
import type { EtcPlan } from '../../../src-main/domains/etc-tracking/on-pair/plan.ts'
import type { EtcEntry } from '../../../src-main/domains/etc-tracking/verbs.ts'

type EtcFile = Extract<EtcEntry, { kind: 'file' }>

export const etcFile = (path: string, sha256: string, more: Partial<EtcFile> = {}): EtcFile => ({
  ...{ kind: 'file', path, owner: 'root', group: 'root', mode: '0644', bytes: 1, sha256 },
  ...{ changedAt: '2026-01-01T00:00:00.000Z', origin: 'unowned', secret: false },
  ...more,
})

export const rootAlone = { users: ['root'], groups: ['root'] }

export const noEtcPlan: EtcPlan = {
  ...{ rules: [], changes: [], staying: [], unowned: [], protected: [], held: [] },
  ...{ unreadable: { from: [], to: [] }, undecided: [], drift: [] },
}
