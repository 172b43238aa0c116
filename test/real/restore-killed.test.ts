/** SIGKILL while files are being restored: each is the old one or the new one, and the next restoring clears up. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { restoreHere, inspectRestore } from '../../src-main/domains/files/on-machine/restore/restore.ts'
import { bundleChild } from './bundle-child.ts'
import { makePracticePlace } from './files-place.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace())
let program: string
beforeAll(async () => {
  program = path.join(place.places.stateFolder, 'child.mjs')
  await bundleChild('restore-child.ts', program)
})

const files = 600
const fill = (word: string): string =>
  place.bash(`mkdir -p d/sub; for i in $(seq ${files}); do echo ${word} > "d/sub/$i"; done; echo ${word} > letter`)
const inspect = (setId: string) => inspectRestore(place.places, { choice: choiceOf(setId), place: 'original' }, {})
const choiceOf = (setId: string) => ({ setId, subvolume: 'home', paths: ['alice/d', 'alice/letter'] })

/** Until it prints `word`, and then a little longer. */
async function runAndKill(
  setId: string,
  { word, afterMs }: { word: string; afterMs: number },
  name: string,
): Promise<string> {
  const { digest } = await inspect(setId)
  const request = { choice: choiceOf(setId), place: 'original', operationId: name, digest }
  const order = path.join(place.places.stateFolder, 'order.json')
  writeFileSync(order, JSON.stringify({ places: place.places, request }))
  const child = spawn(process.execPath, [program, order], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
    if (said.includes(word)) setTimeout(() => child.kill('SIGKILL'), afterMs)
  })
  await new Promise((resolve) => child.once('close', resolve))
  return said
}

const moments = [
  { word: 'preparing', afterMs: 30 },
  { word: 'placing', afterMs: 10 },
  { word: 'placing', afterMs: 40 },
]

it.each(moments)('keeps every file whole when it is killed $afterMs ms after "$word"', async (moment) => {
  place.bash('rm -rf ./*')
  fill('then')
  const id = await place.take()
  fill('now')
  const sets = readdirSync(path.join(place.places.stateFolder, 'snapshots'))
  await runAndKill(id, moment, `killed-${moment.word}-${moment.afterMs}`)
  const contents = place.bash(
    `cd d/sub; cat {1..${files}} | sort | uniq -c | awk '{ sum += $1; print $2 } END { print sum }'; ls | grep -v bak | wc -l`,
  )
  expect(contents.replace(/^(now|then)\n/gm, '')).toBe(`${files}\n${files}\n`)
  const kept = readdirSync(path.join(place.places.stateFolder, 'snapshots')).find((name) => !sets.includes(name))
  expect(readFileSync(place.inSet(kept ?? '', 'home/alice/letter'), 'utf8')).toBe('now\n')
  const { digest } = await inspect(id)
  await restoreHere(
    place.places,
    { choice: choiceOf(id), place: 'original', operationId: `again-${moment.word}-${moment.afterMs}`, digest },
    place.options,
  )
  expect(place.bash('cat d/sub/* letter | sort -u')).toBe('then\n')
  expect(readdirSync(place.home)).toEqual(['alice'])
  expect(place.bash('find . -name ".pc-switcher-*"')).toBe('')
  expect(readdirSync(path.join(place.places.stateFolder, 'restores'))).toEqual([])
})
