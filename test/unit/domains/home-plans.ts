/** A plan of /home that has found nothing; each test changes what it is about. */
import type { HomePlan, HomeDecision } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { newEffects } from '../../../src-main/domains/home-sync/on-pair/plan/tally.ts'
import type { homeItem } from '../../../src-main/domains/home-sync/on-pair/compare/home-proof.ts'

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

/** As a file that both laptops changed, in its one version on either. */
export const homeDecision = (place: string, facts: Partial<HomeDecision> = {}): HomeDecision => ({
  ...{ id: `home:${place}`, subject: place, place, kind: 'both', paths: [`alice/${place}`] },
  ...{ from: oneChanged, to: oneChanged, versions: { from: oneFile, to: oneFile }, effects: newEffects() },
  ...{ units: 1, gitFolders: [], about: '', aboutThere: '' },
  ...facts,
})

export const oneChanged = { added: 0, changed: 1, deleted: 0, bytes: 1 }
export const oneFile = { files: 1, bytes: 1, newest: 1, newer: 0 }

/** What the proof of a switch finds where nothing differs. */
export const nothingDiffers: Omit<Parameters<typeof homeItem>[1], 'scans' | 'kept'> = {
  ...{ differing: [], beside: [], used: [], own: [], unplanned: [], caches: [], later: [], commits: [] },
  ...{ unread: [], different: [], renamed: { count: 0, examples: [] }, toSyncthing: { paths: [], missing: [] } },
  read: { placed: 0, proven: 0, renamed: 0, sample: [], different: [], examples: [] },
}
