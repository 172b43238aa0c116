import { describe, expect, it } from 'vitest'
import { type HomeDecision } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { newEffects } from '../../../src-main/domains/home-sync/on-pair/plan/tally.ts'
import { previewHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import { homePlanWith, homeDecision } from './home-plans.ts'
import { pair } from '../machine/told-machine.ts'

const nothing = { added: 0, changed: 0, deleted: 0, bytes: 0 }
const noVersion = { files: 0, bytes: 0, newest: 0, newer: 0 }

function questionOf(
  kind: HomeDecision['kind'],
  from: Partial<typeof nothing>,
  to: Partial<typeof nothing>,
  more: Partial<HomeDecision> = {},
) {
  const decision = homeDecision('Games', {
    ...{ kind, from: { ...nothing, ...from }, to: { ...nothing, ...to }, versions: { from: noVersion, to: noVersion } },
    ...more,
  })
  const plan = homePlanWith({ decisions: [decision] })
  return previewHome(plan, pair).questions[0]
}

function does(effects: Partial<HomeDecision['effects']>): Partial<HomeDecision> {
  return { effects: { ...newEffects(), bytesGone: effects.remove === undefined ? 0 : 7, ...effects } }
}

function takeOf(...asked: Parameters<typeof questionOf>) {
  const take = questionOf(...asked)?.choices.find(({ id }) => id === 'take')
  return [take?.label, take?.meaning]
}

describe('a choice about /home', () => {
  it('that deletes says so, with the name of the laptop', () => {
    const deletes = ['Delete from XPS 13', 'remove']
    expect(takeOf('only-there', {}, { added: 3 }, does({ remove: 3 }))).toEqual(deletes)
    expect(takeOf('vanished', { deleted: 200 }, {}, does({ remove: 200 }))).toEqual(deletes)
    expect(takeOf('both', { deleted: 1 }, { added: 1 }, does({ remove: 1 }))).toEqual(deletes)
    // What P17 deleted while somebody worked in it on the other one.
    expect(takeOf('both', { deleted: 1 }, { changed: 1 }, does({ remove: 1 }))).toEqual(deletes)
    expect(takeOf('both', { deleted: 4 }, { changed: 1, added: 2 }, does({ remove: 6 }))).toEqual(deletes)
  })

  it('that deletes some of several things says how many, and how large they are', () => {
    const question = questionOf('both', { changed: 3, deleted: 2 }, { changed: 3 }, does({ update: 3, remove: 2 }))
    expect(question?.consequence).toBe("Using P17's deletes 2 items from XPS 13. The snapshot keeps them.")
    expect(question?.choices.find(({ id }) => id === 'take')).toMatchObject({
      ...{ label: "Use P17's", meaning: 'change' },
      brings: { counts: { remove: 2, update: 3 }, changes: [{ effect: 'remove', bytes: 7 }, { effect: 'update' }] },
    })
    expect(questionOf('both', { changed: 3 }, { changed: 3 }, does({ update: 3 }))?.consequence).toBeUndefined()
  })

  it('that replaces does not say that it deletes', () => {
    expect(takeOf('both', { added: 1 }, { added: 1 }, does({ update: 1 }))).toEqual(["Use P17's", 'change'])
    expect(takeOf('both', { changed: 1 }, { changed: 1 }, does({ update: 1 }))).toEqual(["Use P17's", 'change'])
    expect(takeOf('only-there', {}, { changed: 1 }, does({ update: 1 }))).toEqual(["Use P17's", 'change'])
    expect(takeOf('only-there', {}, { deleted: 1 }, does({ add: 1 }))).toEqual(['Restore from P17', 'change'])
  })

  it('remembers to leave it out where one line can say so, and asks no more', () => {
    const always = questionOf('both', { changed: 1 }, { changed: 1 }, { exclusion: '/Games' })?.choices.at(-1)
    expect(always).toMatchObject({
      ...{ id: 'keep-always', label: "Keep, don't ask again", meaning: 'keep', bulk: true },
      rule: { kind: 'home', pattern: '/Games' },
    })
    expect(questionOf('both', { changed: 1 }, { changed: 1 })?.choices.map(({ id }) => id)).toEqual(['keep', 'take'])
  })
})

describe('the newer version', () => {
  const one = { changed: 1, bytes: 3 }
  const at = (newest: number, newer: number, files = 1) => ({ files, bytes: 3, newest, newer })
  const versions = (from: ReturnType<typeof at>, to: ReturnType<typeof at>) => ({ versions: { from, to } })

  it('is named by the choice that lets it win', () => {
    expect(questionOf('both', one, one, versions(at(9, 1), at(3, 0)))?.newer).toBe('take')
    expect(questionOf('both', one, one, versions(at(3, 0), at(9, 1)))?.newer).toBe('keep')
  })

  it('is none of equal times, of folders with newer files on both, and of what one laptop has alone', () => {
    expect(questionOf('both', one, one, versions(at(9, 0), at(9, 0)))?.newer).toBeUndefined()
    expect(questionOf('both', one, one, versions(at(9, 2, 4), at(8, 1, 4)))?.newer).toBeUndefined()
    expect(questionOf('first', one, one, { ...versions(at(9, 1, 2), at(8, 0, 2)), units: 2 })?.newer).toBeUndefined()
    expect(questionOf('both', { deleted: 1 }, one, versions(at(0, 0), at(8, 0)))?.newer).toBeUndefined()
    expect(questionOf('only-there', {}, { added: 1 }, versions(at(0, 0), at(8, 0)))?.newer).toBeUndefined()
  })

  it('is chosen file by file where a folder has some of each', () => {
    const paths = ['alice/Games/a', 'alice/Games/b', 'alice/Games/c']
    const mixed = { ...versions(at(9, 2, 3), at(8, 1, 3)), paths, units: 3, newer: ['from', 'to', 'from'] as const }
    const question = questionOf('both', { changed: 3 }, { changed: 3 }, { ...mixed, newer: [...mixed.newer] })
    expect(question?.newer).toBe('newer')
    const choice = question?.choices.find(({ id }) => id === 'newer')
    expect(choice).toMatchObject({ label: 'Newer wins', meaning: 'change', brings: { counts: { update: 2 } } })
    expect(choice?.effect).toContain('2 items of P17, 1 item of XPS 13')
    const same = questionOf('both', { changed: 3 }, { changed: 3 }, { ...mixed, newer: ['to', 'to', 'to'] })
    expect(same?.choices.map(({ id }) => id)).toEqual(['keep', 'take'])
  })
})
