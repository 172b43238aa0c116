/** Everything that a plan about /home asks about can be looked at, in the trees that it was made from. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Question } from '../../src-main/contract/preview.ts'
import type { ChangesRequest } from '../../src-main/switch/step.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice } from '../laptops-alice.ts'
import { planHome, switchHome, type HomeSwitch } from '../laptops-home.ts'

const redDot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

let home: HomeSwitch
const page = { offset: 0, limit: 500 }

function questionAbout(place: string): Question {
  const question = home.preview.questions.find(({ id }) => id === `home:${place}`)
  if (question === undefined)
    throw new Error(`nothing is asked about ${place}: ${JSON.stringify(home.preview.questions.map(({ id }) => id))}`)
  expect(question.canLook).toBe(true)
  return question
}

const look = (place: string, path?: string) =>
  home.step.look?.(home.pair, home.plan, { question: questionAbout(place), path })
const browse = (place: string, path?: string) =>
  home.step.browse?.(home.pair, home.plan, { question: questionAbout(place), path }, page)
const list = (request: Partial<ChangesRequest> = {}) =>
  home.step.listChanges?.(home.plan, {
    answers: {},
    search: '',
    effects: ['remove', 'update', 'add'],
    ...page,
    ...request,
  })

describe('a plan about /home', () => {
  beforeAll(async () => {
    const first = await planHome('p17')
    await first.close()
    const answers = Object.fromEntries(first.preview.questions.map(({ id }) => [id, 'take']))
    await switchHome('p17', answers)
    await shellOn(
      'p17',
      asAlice('mkdir -p letters; for n in $(seq 40); do echo letter $n > letters/$n.txt; done; echo one > shared.txt'),
    )
    await switchHome('p17')
    await shellOn(
      'p17',
      asAlice(
        `rm -r letters; echo from p17 > shared.txt; echo ${redDot} | base64 -d > dot.png; for n in $(seq 400); do echo $n > many-$n; done`,
      ),
    )
    await shellOn(
      'xps',
      `${asAlice(`echo from xps, longer > shared.txt; mkdir -p work/deep; echo a > work/a; echo b > work/deep/b; echo ${redDot} | base64 -d > dot.png; echo more >> dot.png`)}; echo secret > /home/alice/closed; chmod 600 /home/alice/closed`,
    )
    home = await planHome('p17')
    // What is done now is not what was planned.
    await shellOn('xps', asAlice('echo living > shared.txt'))
  })
  afterAll(() => home.close())

  it('shows both versions of a file that both changed, as they were planned', async () => {
    expect(await look('shared.txt')).toMatchObject({
      from: { kind: 'text', text: 'from p17\n', owner: 'alice:alice', bytes: 9 },
      to: { kind: 'text', text: 'from xps, longer\n', bytes: 17 },
    })
  })

  it('shows two pictures', async () => {
    const sides = await look('dot.png')
    expect(sides).toMatchObject({
      from: { kind: 'opaque', picture: { type: 'image/png', base64: redDot } },
      to: { kind: 'opaque', picture: { type: 'image/png' } },
    })
  })

  it('lists a folder that only the other laptop has, folder by folder', async () => {
    const top = await browse('work')
    expect(top?.entries).toMatchObject([
      { name: 'deep', type: 'folder', onlyTo: 1 },
      { name: 'a', type: 'file', to: { files: 1, bytes: 2 }, onlyTo: 1 },
    ])
    expect(top?.entries[1]).not.toHaveProperty('from')
    const [deep] = top?.entries ?? []
    expect((await browse('work', deep?.path))?.entries).toMatchObject([{ name: 'b', path: 'alice/work/deep/b' }])
    expect(await look('work', 'alice/work/deep/b')).toMatchObject({ from: { kind: 'absent' }, to: { text: 'b\n' } })
  })

  it('does not show what the person may not read, nor what is not asked about', async () => {
    expect(await look('closed')).toMatchObject({
      from: { kind: 'absent' },
      to: { kind: 'opaque', note: 'You do not have permission to read this file.' },
    })
    await expect(look('work', 'alice/.ssh/id_ed25519')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('lists every change, what is removed first', async () => {
    const all = await list()
    expect(all?.entries[0]).toMatchObject({ effect: 'remove', name: 'letters', detail: 'deleted, 40 files' })
    expect(all?.entries[0]?.bytes).toBeGreaterThan(300)
    expect(all?.counts).toMatchObject({ remove: 41, add: 400 })
    expect(all?.total).toBe((all?.counts.remove ?? 0) + (all?.counts.update ?? 0) + (all?.counts.add ?? 0))
    expect((await list({ search: 'many-399' }))?.entries.map(({ name }) => name)).toEqual(['many-399'])
    const block = home.preview.blocks.find(({ kind }) => kind === 'changes')
    expect(block).toMatchObject({ listedBy: 'home', count: all?.total })
  })

  it('lists what an answer would delete', async () => {
    const { id } = questionAbout('work')
    const removed = await list({ answers: { [id]: 'take' }, effects: ['remove'] })
    expect(removed?.entries.map(({ name }) => name)).toContain('work/deep/b')
    expect((await list({ effects: ['remove'] }))?.total).toBe(41)
  })
})
