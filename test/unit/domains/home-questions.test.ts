import { describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import { homePlanSchema, type Decision } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { previewHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import type { Pair } from '../../../src-main/switch/step.ts'

const notAsked = () => Promise.reject(new Error('not asked'))
const pair: Pair = {
  from: { name: 'p17', label: 'P17', wording, call: notAsked },
  to: { name: 'xps', label: 'XPS 13', wording, call: notAsked },
}

const nothing = { added: 0, changed: 0, deleted: 0, bytes: 0 }
const noVersion = { files: 0, bytes: 0, newest: 0, newer: 0 }
const named = { count: 0, examples: [] }
const staying = { sockets: named, devices: named, mounts: named, deep: named, immutable: named, unreadable: named }

function takeOf(kind: Decision['kind'], from: Partial<typeof nothing>, to: Partial<typeof nothing>) {
  const decision: Decision = {
    id: 'home:Games',
    subject: 'Games',
    place: 'Games',
    kind,
    paths: ['alice/Games'],
    from: { ...nothing, ...from },
    to: { ...nothing, ...to },
    versions: { from: noVersion, to: noVersion },
    units: 1,
    gitFolders: [],
    about: '',
    aboutThere: '',
  }
  const plan = homePlanSchema.parse({
    version: 2,
    scans: { from: 'a', to: 'b' },
    totals: { files: 0, bytes: 0 },
    taken: { tally: nothing, examples: [] },
    decisions: [decision],
    keptCommits: [],
    refreshed: [],
    found: [],
    leftOut: [],
    staying: { from: staying, to: staying },
    blockers: [],
  })
  const [question] = previewHome(plan, pair).questions
  const take = question?.choices.find(({ id }) => id === 'take')
  return [take?.label, take?.meaning]
}

describe('a choice about /home', () => {
  it('that deletes says so, with the name of the laptop', () => {
    expect(takeOf('only-there', {}, { added: 3 })).toEqual(['Delete from XPS 13', 'remove'])
    expect(takeOf('vanished', { deleted: 200 }, {})).toEqual(['Delete from XPS 13', 'remove'])
    expect(takeOf('both', { deleted: 1 }, { added: 1 })).toEqual(['Delete from XPS 13', 'remove'])
  })

  it('that replaces does not say that it deletes', () => {
    expect(takeOf('both', { added: 1 }, { added: 1 })).toEqual(["Use P17's", 'change'])
    expect(takeOf('both', { changed: 1 }, { changed: 1 })).toEqual(["Use P17's", 'change'])
    expect(takeOf('only-there', {}, { deleted: 1 })).toEqual(['Restore from P17', 'change'])
  })
})
