/** A plan of /home that has found nothing; each test changes what it is about. And two laptops that only have names. */
import { wording } from '../../../src-main/app/wording.ts'
import type { HomePlan } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import type { Pair } from '../../../src-main/switch/step.ts'

const notAsked = () => Promise.reject(new Error('not asked'))
export const pair: Pair = {
  from: { name: 'p17', label: 'P17', wording, call: notAsked },
  to: { name: 'xps', label: 'XPS 13', wording, call: notAsked },
}

const none = { count: 0, examples: [] }
const nothing = {
  sockets: none,
  devices: none,
  mounts: none,
  stores: none,
  deep: none,
  immutable: none,
  unreadable: none,
  subvolumes: none,
  closed: none,
  nocow: none,
}

export const homePlanWith = (facts: Partial<HomePlan> = {}): HomePlan => ({
  version: 1,
  scans: { from: 'f', to: 't' },
  totals: { files: 0, bytes: 0 },
  whole: {},
  damaged: { from: false, to: false },
  taken: { tally: { added: 0, changed: 0, deleted: 0, bytes: 0 }, examples: [] },
  decisions: [],
  folders: [],
  owned: [],
  rules: [],
  keptCommits: [],
  keptBeside: [],
  keptSpecials: [],
  refreshed: [],
  found: [],
  leftOut: [],
  inUse: [],
  blockers: [],
  staying: { from: nothing, to: nothing },
  ...facts,
})
