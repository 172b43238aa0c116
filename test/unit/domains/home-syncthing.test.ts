/** What becomes of folders that a person's Syncthing is not done with while a switch is planned. */
import { expect, it } from 'vitest'
import { previewHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import {
  behindQuestionId,
  planSyncthing,
} from '../../../src-main/domains/home-sync/on-pair/syncthing/plan-syncthing.ts'
import { behindSyncthing } from '../../../src-main/domains/home-sync/on-pair/syncthing/left-to-syncthing.ts'
import { both, pairThatSays, status } from '../commons/syncthings.ts'
import { homePlanWith } from './home-plans.ts'
import { pair } from '../machine/told-machine.ts'

/** Still bringing a file, and at rest with it. */
const behind = both({}, { status: status('F', { needs: 1 }) })
const leave = { [behindQuestionId]: 'leave' }

async function planned(answered: Readonly<Record<string, string>>, tell?: (sentence: string) => void) {
  const syncthing = await planSyncthing(await pairThatSays([behind]), { answered, tell })
  return { syncthing, ...previewHome(homePlanWith({ syncthing }), pair) }
}

it('is one question, which --yes answers by leaving them to Syncthing', async () => {
  const { questions, syncthing } = await planned(leave)
  expect(syncthing).toMatchObject({ shared: [{ id: 'docs' }], behind: [{ id: 'docs', label: 'Documents' }] })
  expect(questions).toHaveLength(1)
  expect(questions[0]).toMatchObject({
    title: 'Syncthing is not done with Documents',
    safeDefault: 'leave',
    about: '["docs"]',
    choices: [{ id: 'wait' }, { id: 'leave' }, { id: 'copy' }],
  })
})

it('has a folder copied that the person wants copied now, and offers to leave it after all', async () => {
  const { questions, syncthing, blocks } = await planned({ [behindQuestionId]: 'copy' })
  expect(syncthing).toMatchObject({ shared: [], behind: [], notShared: [{ id: 'docs', why: 'chosen' }] })
  expect(JSON.stringify(blocks)).toContain('Syncthing is not done with it, and you want it copied')
  expect(questions[0]).toMatchObject({ about: '["docs"]' })
  // The same versions as before: the answer holds.
  expect(questions[0]?.about).toBe((await planned(leave)).questions[0]?.about)
})

it('waits no longer than a look once it is said what becomes of them', async () => {
  const before = performance.now()
  await planned(leave)
  expect(performance.now() - before).toBeLessThan(5_000)
})

it('says what it waits for', async () => {
  const told: string[] = []
  const tell = (sentence: string) => void told.push(sentence)
  await planSyncthing(await pairThatSays([behind, behind, behind, both()], 700), { tell })
  expect(told[0]).toBe('Syncthing brings Documents: 0 of 1 file')
})

it('asks nothing where Syncthing is done', async () => {
  const syncthing = await planSyncthing(await pairThatSays([both()]), {})
  expect(previewHome(homePlanWith({ syncthing }), pair).questions).toEqual([])
})

it('says what keeps Syncthing from what has not come, as where it ended with its laptop', async () => {
  const missing = ['alice/Documents/letter']
  const told = async (now: Parameters<typeof pairThatSays>[0][number]) => {
    const shared = [{ id: 'docs', label: 'Documents', place: 'Documents' }]
    const homes = { pair: await pairThatSays([now]), personFolder: 'alice', shared }
    return (await behindSyncthing(homes, { paths: missing, missing }, {})).behind
  }
  expect(await told(both())).toEqual(['Syncthing still carries 1 file to XPS'])
  const toBring = 'Syncthing still has to bring 1 file to XPS'
  expect(await told({ ...both(), to: { kind: 'stopped' } })).toEqual([toBring, 'Syncthing does not run on XPS'])
  expect(await told(both({ isPaused: true }))).toEqual([toBring, 'Syncthing is paused on P17'])
})
