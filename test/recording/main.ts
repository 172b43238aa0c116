/**
 * `npm run fixtures`: brings a practice pair up, makes what happens to people happen to it, and records what its app
 * answers and tells in test/renderer/recorded, one file a story. With `--keep` the pair stays up for another run, and
 * `--story NAME` records one alone, which has to need nothing of those before it. `--timed` records how long switches take.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { cleanUpWhenInterrupted } from '../../practice/interrupt.ts'
import { pairDown, pairUp, resetPair } from '../../practice/pair.ts'
import { repositoryFolder } from '../../practice/program-file.ts'
import { sayWithTime } from '../../practice/say.ts'
import type { Recording } from '../renderer/recording-schema.ts'
import { formatRecording } from './format.ts'
import { homeRules } from './home-rules.ts'
import { inUse } from './in-use.ts'
import { looking, rollingBack, unreadable } from './looking.ts'
import { createStabilizer } from './stabilize.ts'
import { createStage, type Story } from './story.ts'
import { conflicts, differing, firstSwitch, fresh } from './switching.ts'
import { recordTimed } from './timed.ts'
import { trim } from './trim.ts'

/** In this order: each goes on where the one before it ended. */
const stories: Readonly<Record<string, Story>> = {
  fresh,
  'home-rules': homeRules,
  'in-use': inUse,
  'first-switch': firstSwitch,
  conflicts,
  differing,
  looking,
  'rolling-back': rollingBack,
  unreadable,
}

const { values } = parseArgs({
  options: {
    name: { type: 'string', default: 'fixtures' },
    keep: { type: 'boolean', default: false },
    story: { type: 'string' },
    timed: { type: 'boolean', default: false },
  },
})
const say = sayWithTime()
const folder = path.join(repositoryFolder(), 'test/renderer/recorded')

async function main(): Promise<void> {
  const stopWatching = cleanUpWhenInterrupted(values.name)
  try {
    await pairUp({ name: values.name, files: values.timed ? 40_000 : 600, say })
    await resetPair(values.name, say)
    await (values.timed ? recordTimed(values.name, say) : record())
  } finally {
    stopWatching()
    if (!values.keep) await pairDown(values.name, { remove: true, say })
  }
}

async function record(): Promise<void> {
  await write(await tell())
}

async function tell(): Promise<ReadonlyMap<string, Recording>> {
  const stage = createStage(values.name)
  const stabilize = createStabilizer(Date.now())
  const recordings = new Map<string, Recording>()
  for (const [name, story] of Object.entries(stories)) {
    if (values.story !== undefined && values.story !== name) continue
    say(`Recording: ${name}`)
    await story(stage)
    recordings.set(name, stabilize(trim(stage.recorder.take())))
  }
  return recordings
}

/** Only when all that was asked for was recorded: stories refer to one another. */
async function write(recordings: ReadonlyMap<string, Recording>): Promise<void> {
  if (values.story === undefined) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [name, recording] of recordings)
    await writeFile(path.join(folder, `${name}.json`), formatRecording(recording))
  say(`Written to ${folder}`)
}

await main()
process.exit(0)
