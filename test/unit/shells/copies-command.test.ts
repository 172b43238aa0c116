import { expect, it } from 'vitest'
import { calls } from '../../../src-main/contract/calls.ts'
import { makeProgram } from '../../../src-main/shells/cli/make-program.ts'
import { goodCopies } from '../../renderer/copies-answers.ts'
import { retention } from '../../renderer/snapshot-answers.ts'
import { connectionOf, outputInto } from './command-parts.ts'
import { noParts } from './program-parts.ts'

/** What "pc-switcher copies place add" says where cleanup of snapshots is on or off. */
async function addPlace(isCleaned: boolean): Promise<readonly string[]> {
  const said: string[] = []
  const output = outputInto(said)
  const [place] = goodCopies.places
  const views = { laptops: [retention('p17', { enabled: isCleaned }), retention('xps')], missing: [] }
  const send = (name: string) => Promise.resolve({ ok: true, value: name === calls.copiesAdd.name ? place : views })
  const connection = connectionOf(send)
  const program = makeProgram({ ...noParts, does: (command) => async () => void (await command(connection, output)) })
  await program.parseAsync(['copies', 'place', 'add', 'Cellar', '/mnt/c'], { from: 'user' })
  return said
}

it('offers cleanup of snapshots where a place for copies is added and nothing deletes them', async () => {
  expect(await addPlace(false)).toEqual(
    expect.arrayContaining([
      'A copy begins with a snapshot, and none is deleted on p17 until you do.',
      'Turn it on: pc-switcher snapshots retention --enable --on p17',
    ]),
  )
  expect((await addPlace(true)).join('\n')).not.toContain('retention')
})
